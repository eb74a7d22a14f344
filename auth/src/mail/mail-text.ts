import type { Locale } from '../pages/messages/locale.ts'
import type { Mail } from './mailer.ts'

/** What a mail is about. Nothing that a stranger typed ever stands in one. */
export type Letter =
  /** The code that creates an account, or that lets somebody choose a new password. */
  | { about: 'create_account' | 'reset_password'; code: string; minutes: number }
  /** Somebody wants to create an account for an address that has one. */
  | { about: 'account_exists' }
  /** Somebody wants a new password for an address that has no account. */
  | { about: 'account_missing' }
  | { about: 'password_changed' }

/** Writes a mail in one language. Pure. */
export function writeMail(
  to: string,
  letter: Letter,
  from: { issuer: string; locale: Locale },
): Mail {
  const { subject, lines } = TEXTS[from.locale](letter)
  return { to, subject, text: `${[...lines, `Toolgraph\n${from.issuer}`].join('\n\n')}\n` }
}

interface Text {
  subject: string
  lines: string[]
}

const TEXTS: Record<Locale, (letter: Letter) => Text> = { en: writeEnglish, ja: writeJapanese }

function writeEnglish(letter: Letter): Text {
  switch (letter.about) {
    case 'create_account':
      return {
        subject: 'Your code for a new Toolgraph account',
        lines: [
          'Enter this code on the page where you began to create your account:',
          `    ${letter.code}`,
          `It is valid for ${letter.minutes} minutes. Do not tell it to anybody: nobody from Toolgraph ever asks for it.`,
          'If it was not you who asked, you need not do anything. Without the code no account is created.',
        ],
      }
    case 'reset_password':
      return {
        subject: 'Your code for a new Toolgraph password',
        lines: [
          'Enter this code on the page where you asked for a new password:',
          `    ${letter.code}`,
          `It is valid for ${letter.minutes} minutes. Do not tell it to anybody: nobody from Toolgraph ever asks for it.`,
          'If it was not you who asked, you need not do anything. Your password stays as it is.',
        ],
      }
    case 'account_exists':
      return {
        subject: 'You already have a Toolgraph account',
        lines: [
          'Somebody, probably you, wanted to create an account with this email address. There is one already.',
          'Sign in with it. If you do not know its password, choose “Forgot your password?” on the sign-in page.',
          'If it was not you who asked, you need not do anything. Nothing has changed.',
        ],
      }
    case 'account_missing':
      return {
        subject: 'There is no Toolgraph account with this address',
        lines: [
          'Somebody, probably you, asked for a new password with this email address. There is no account whose password could be set with it.',
          'Perhaps you signed up with another address? Otherwise you can create an account on the sign-in page.',
          'If it was not you who asked, you need not do anything.',
        ],
      }
    case 'password_changed':
      return {
        subject: 'Your Toolgraph password was changed',
        lines: [
          'The password of your account was changed just now. You were signed out everywhere else, and applications have to ask you to sign in again.',
          'If it was not you, choose “Forgot your password?” on the sign-in page at once, and change the password of your mailbox, too.',
        ],
      }
  }
}

function writeJapanese(letter: Letter): Text {
  switch (letter.about) {
    case 'create_account':
      return {
        subject: 'Toolgraphアカウント作成の確認コード',
        lines: [
          'アカウントの作成を始めたページに、次のコードを入力してください。',
          `    ${letter.code}`,
          `コードの有効期限は${letter.minutes}分です。ほかの人には教えないでください。Toolgraphからコードをお尋ねすることはありません。`,
          'お心当たりがない場合は、何もする必要はありません。コードが入力されなければ、アカウントは作成されません。',
        ],
      }
    case 'reset_password':
      return {
        subject: 'Toolgraphパスワード再設定の確認コード',
        lines: [
          'パスワードの再設定を始めたページに、次のコードを入力してください。',
          `    ${letter.code}`,
          `コードの有効期限は${letter.minutes}分です。ほかの人には教えないでください。Toolgraphからコードをお尋ねすることはありません。`,
          'お心当たりがない場合は、何もする必要はありません。パスワードは変更されません。',
        ],
      }
    case 'account_exists':
      return {
        subject: 'Toolgraphのアカウントはすでにあります',
        lines: [
          'このメールアドレスでアカウントを作成する操作がありましたが、アカウントはすでにあります。',
          'そのままサインインしてください。パスワードがわからない場合は、サインインのページで「パスワードをお忘れですか？」を選んでください。',
          'お心当たりがない場合は、何もする必要はありません。アカウントに変更はありません。',
        ],
      }
    case 'account_missing':
      return {
        subject: 'このアドレスのToolgraphアカウントはありません',
        lines: [
          'このメールアドレスでパスワードを再設定する操作がありましたが、パスワードを設定できるアカウントがありません。',
          '別のメールアドレスで登録していないか、ご確認ください。サインインのページから新しくアカウントを作成することもできます。',
          'お心当たりがない場合は、何もする必要はありません。',
        ],
      }
    case 'password_changed':
      return {
        subject: 'Toolgraphのパスワードが変更されました',
        lines: [
          'アカウントのパスワードが変更されました。ほかのブラウザーからはすべてサインアウトし、アプリケーションには再びサインインが必要です。',
          'お心当たりがない場合は、すぐにサインインのページで「パスワードをお忘れですか？」を選び、メールのパスワードも変更してください。',
        ],
      }
  }
}
