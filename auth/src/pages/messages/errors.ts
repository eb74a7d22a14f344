import type { LocalErrorCode } from '../../authorization/errors.ts'
import type { Locale } from './locale.ts'

/** The pages for what did not work. */
export interface ErrorMessages {
  title: string
  byCode: Record<LocalErrorCode, string>
  fault: string
  faultId: string
  goBack: string
  toFrontPage: string
}

/** The pages for what did not work. */
export const errorMessages: Record<Locale, ErrorMessages> = {
  en: {
    title: 'This did not work',
    byCode: {
      ERR_CLIENT_MISSING: 'The application did not say who it is.',
      ERR_CLIENT_UNKNOWN: 'This application is not registered here, or its registration has ended.',
      ERR_CLIENT_UNREADABLE:
        'The document that describes this application cannot be read or is not acceptable.',
      ERR_CLIENT_NOT_ACTOR: 'This application cannot act for people at other servers.',
      ERR_RESOURCE_UNKNOWN:
        'The application asks for a server that is not known here, or that it cannot act at.',
      ERR_RESOURCE_UNAVAILABLE: 'The server cannot be looked up now. Try again in a moment.',
      ERR_SCOPE_UNKNOWN: 'The application asks for permissions that this server does not have.',
      ERR_REDIRECT_UNREGISTERED:
        'The application asks to return to an address that it has not registered. Nothing was sent there.',
      ERR_PARAMETER_REPEATED: 'The application asked for the same thing twice.',
      ERR_REQUEST_UNKNOWN:
        'This request has been answered or has expired. Begin again from the application.',
      ERR_REQUEST_OF_ANOTHER_BROWSER:
        'This request was begun in another browser. Begin again from the application.',
      ERR_FORM_REFUSED: 'This form is too old or did not come from this page. Begin again.',
      ERR_NOT_FOUND: 'There is no such page',
    },
    fault: 'Something went wrong on our side.',
    faultId: 'Reference',
    goBack: 'Go back to the application and try again.',
    toFrontPage: 'Go to the front page',
  },
  ja: {
    title: '処理できませんでした',
    byCode: {
      ERR_CLIENT_MISSING: 'アプリケーションが自身を示す情報を送っていません。',
      ERR_CLIENT_UNKNOWN: 'このアプリケーションは登録されていないか、登録の期限が切れています。',
      ERR_CLIENT_UNREADABLE: 'このアプリケーションの情報を読み込めないか、内容に問題があります。',
      ERR_CLIENT_NOT_ACTOR:
        'このアプリケーションは、あなたに代わってほかのサーバーを利用することができません。',
      ERR_RESOURCE_UNKNOWN:
        'アプリケーションが指定したサーバーは登録されていないか、代わりに利用できないサーバーです。',
      ERR_RESOURCE_UNAVAILABLE:
        'サーバーの情報を現在確認できません。しばらくしてからもう一度お試しください。',
      ERR_SCOPE_UNKNOWN: 'アプリケーションが求めている権限は、このサーバーにはありません。',
      ERR_REDIRECT_UNREGISTERED:
        'アプリケーションが、登録されていない戻り先を指定しました。そこへは何も送信していません。',
      ERR_PARAMETER_REPEATED: 'アプリケーションが同じ項目を二重に送りました。',
      ERR_REQUEST_UNKNOWN:
        'この手続きはすでに完了したか、時間切れです。アプリケーションからやり直してください。',
      ERR_REQUEST_OF_ANOTHER_BROWSER:
        'この手続きは別のブラウザーで始められました。アプリケーションからやり直してください。',
      ERR_FORM_REFUSED:
        'このフォームは古いか、このページから送信されていません。もう一度やり直してください。',
      ERR_NOT_FOUND: 'ページが見つかりません',
    },
    fault: 'Toolgraphで問題が発生しました。',
    faultId: '照会番号',
    goBack: 'アプリケーションに戻って、もう一度お試しください。',
    toFrontPage: 'トップページに進む',
  },
}
