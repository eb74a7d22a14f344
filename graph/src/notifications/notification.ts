/** What a person is told of. */
export const NOTIFICATION_KINDS = [
  'server_failing',
  'server_recovered',
  'server_withdrawn',
  'sign_in_needed',
  'tools_changed',
  'webhook_disabled',
] as const

/** What a person is told of by events. Verbs that tell people directly have kinds of their own. */
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** An event of the log, before it is known whom it concerns. */
export interface LoggedEvent {
  readonly topic: string
  /** Set where only one person may hear it. */
  readonly audience: string | undefined
  readonly payload: unknown
}

/** Who is told, each as far as they may see the server. */
export type Audience =
  /** The person, or the members of the organization, whose server it is. */
  | 'owners'
  /** Who holds a connection to the server. */
  | 'linked'
  /** Who holds a connection to it for which nobody had to sign in. */
  | 'linkedOpenly'
  /** One person, by the issuer's `sub`. */
  | { readonly subject: string }

/** What is to be told, and to whom. */
export interface Announcement {
  readonly kind: NotificationKind
  readonly audiences: readonly Audience[]
  readonly payload: Readonly<Record<string, unknown>>
}
