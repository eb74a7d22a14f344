import { CodedError } from '@toolgraph/errors'

/** Who asks: the person or client that a verified access token names. `undefined` stands for anonymous. */
export interface Viewer {
  /** The issuer's `sub`. */
  readonly subject: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** The display name, where the issuer tells it. */
  readonly name?: string | undefined
  /** Whether they operate this registry (default: false) */
  readonly isAdministrator?: boolean
  /** When the token ends (default: it was checked, and nothing here outlives it). */
  readonly expiresAt?: Date | undefined
}

/** The same viewer, with what this registry knows of them. */
export function knownViewer(
  viewer: Viewer | undefined,
  { administrators }: { administrators: ReadonlySet<string> },
): Viewer | undefined {
  return viewer && { ...viewer, isAdministrator: administrators.has(viewer.subject) }
}

/** The scopes of the graph's own resource, each with its reason. */
export const SCOPES = {
  'servers:write': {
    en: 'Publish, update and withdraw servers in your name',
    ja: 'あなたの名前でサーバーを公開・更新・取り下げる',
  },
  'connections:read': {
    en: 'See which servers you are linked to, and your runs',
    ja: 'リンク済みのサーバーと実行履歴を見る',
  },
  'connections:write': {
    en: 'Link servers, keep their sealed tokens and record runs',
    ja: 'サーバーをリンクし、封印されたトークンと実行履歴を保存する',
  },
  'owners:read': {
    en: 'See your organizations, their members and what was changed',
    ja: 'あなたの組織とそのメンバー、変更の記録を見る',
  },
  'owners:write': {
    en: 'Create and change your organizations, and who is in them',
    ja: '組織の作成と変更、メンバーの管理を行う',
  },
} as const

/** A scope of the graph's own resource. */
export type Scope = keyof typeof SCOPES

/** Codes of the refusals about who asks. */
export type AccessErrorCode = 'ERR_SIGN_IN_REQUIRED' | 'ERR_SCOPE_MISSING'

/** The caller is not signed in, or its token lacks a scope. */
export class AccessError extends CodedError<AccessErrorCode> {
  override readonly name = 'AccessError'

  /** What the operation needs. */
  readonly scopes: readonly Scope[]

  constructor(code: AccessErrorCode, message: string, scopes: readonly Scope[]) {
    super(code, message)
    this.scopes = scopes
  }
}

/**
 * Passes a viewer whose token has the scope.
 *
 * @throws AccessError
 */
export function assertScope(viewer: Viewer | undefined, scope: Scope): Viewer {
  if (!viewer)
    throw new AccessError(
      'ERR_SIGN_IN_REQUIRED',
      `Cannot do this without signing in: it needs the scope "${scope}"`,
      [scope],
    )
  if (!viewer.scopes.includes(scope))
    throw new AccessError(
      'ERR_SCOPE_MISSING',
      `Cannot do this with the scopes given: it also needs "${scope}"`,
      [scope],
    )
  return viewer
}
