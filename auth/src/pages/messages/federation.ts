import type { FederationFailure } from '../../federation/failure.ts'
import type { Locale } from './locale.ts'

/** Sign-in by other providers. */
export interface FederationMessages {
  or: string
  continueWith: (provider: string) => string
  failures: (provider: string) => Record<FederationFailure, string>
}

/** Sign-in by other providers. */
export const federationMessages: Record<Locale, FederationMessages> = {
  en: {
    or: 'or',
    continueWith: (provider) => `Continue with ${provider}`,
    failures: (provider) => ({
      denied: `The sign-in at ${provider} was not completed. Try again, or sign in another way.`,
      unavailable: `${provider} cannot be reached right now. Try again in a moment, or sign in another way.`,
      refused: `${provider} does not accept sign-ins from here. Sign in another way, and tell whoever runs this site.`,
      untrusted: `The answer from ${provider} could not be verified, so nobody was signed in. Try again, or sign in another way.`,
      email_unverified: `${provider} has not verified an email address of yours. Verify it at ${provider}, then try again.`,
      email_reserved: `This email address belongs to a demo account. Use another account at ${provider}.`,
      too_many: 'Too many sign-ins from this network. Wait a quarter of an hour, then try again.',
    }),
  },
  ja: {
    or: 'または',
    continueWith: (provider) => `${provider}で続ける`,
    failures: (provider) => ({
      denied: `${provider}でのサインインは完了しませんでした。もう一度お試しいただくか、ほかの方法でサインインしてください。`,
      unavailable: `現在、${provider}に接続できません。しばらくしてからもう一度お試しいただくか、ほかの方法でサインインしてください。`,
      refused: `${provider}がこのサイトからのサインインを受け付けませんでした。ほかの方法でサインインし、このサイトの管理者にお知らせください。`,
      untrusted: `${provider}からの応答を検証できなかったため、サインインしていません。もう一度お試しいただくか、ほかの方法でサインインしてください。`,
      email_unverified: `${provider}で確認済みのメールアドレスがありません。${provider}でメールアドレスを確認してから、もう一度お試しください。`,
      email_reserved: `このメールアドレスはデモ用アカウントのものです。${provider}の別のアカウントをお使いください。`,
      too_many:
        'このネットワークからのサインインが多すぎます。15分ほど待ってから、もう一度お試しください。',
    }),
  },
}
