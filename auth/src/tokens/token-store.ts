/** An authorization code as it is kept. */
export interface CodeRecord {
  /** SHA-256 of the code. */
  id: string
  clientId: string
  /** The refresh family that its redemption begins. */
  familyId: string
  grant: CodeGrant
  usedAt?: Date
  expiresAt: Date
}

/** A code to be. */
export interface NewCode extends CodeRecord {
  /** The session of whoever allowed it. */
  sessionId: string
}

/** A code with the person behind it. */
export interface FoundCode extends CodeRecord {
  /** `undefined` when the account is gone. */
  userName: string | undefined
}

/** What a code stands for. */
export interface CodeGrant {
  userId: string
  redirectUri: string
  codeChallenge: string
  scopes: string[]
  resource?: string
}

/** A refresh family with the person behind it. */
export interface FamilyRecord {
  id: string
  userId: string
  /** `undefined` when the account is gone. */
  userName: string | undefined
  clientId: string
  resource?: string
  scopes: string[]
  expiresAt: Date
  isRevoked: boolean
}

/** A refresh token as it is kept. */
export interface RefreshRecord {
  /** SHA-256 of the token. */
  id: string
  family: FamilyRecord
  /** What the token that replaced it was made of, together with this one. */
  successorSeed?: string
  usedAt?: Date
  createdAt: Date
  expiresAt: Date
}

/** What a claim of a code checks and stores, in one step. */
export interface CodeClaim {
  /** SHA-256 of the code. */
  id: string
  clientId: string
  codeChallenge: string
  /** Where the client says that it took the code (default: not looked at). */
  redirectUri?: string | undefined
  /** What the client says that it wants a token for (default: not looked at). */
  resource?: string | undefined
  now: Date
  familyExpiresAt: Date
  /** Absent for a client that takes no refresh token. */
  refresh?: { id: string; expiresAt: Date }
}

/** What a rotation checks and stores, in one step. */
export interface Rotation {
  /** SHA-256 of the refresh token that is spent. */
  id: string
  clientId: string
  /** What the client says that it wants a token for (default: not looked at). */
  resource?: string | undefined
  /** What it wants to do there (default: not looked at). */
  scopes?: readonly string[] | undefined
  successor: { id: string; seed: string; expiresAt: Date }
  now: Date
}

/** Keeps codes and refresh families. Each claim is one statement: of any number of callers, one wins. */
export interface TokenStore {
  /** Keeps a code; false where the session that it comes from has ended, also in the same moment. */
  saveCode(code: NewCode): Promise<boolean>
  findCode(id: string): Promise<FoundCode | undefined>
  /**
   * Spends a code, begins its family and records that in the audit log. `undefined`, and nothing is
   * done, when somebody else was first, when the code is over or its person gone, or when it was given
   * for anything else, letter by letter, than the claim says.
   */
  claimCode(claim: CodeClaim): Promise<FamilyRecord | undefined>
  findRefreshToken(id: string): Promise<RefreshRecord | undefined>
  /**
   * Spends a refresh token and stores its successor. `undefined`, and nothing is done, when somebody else
   * was first, when the token, its family or its person is over, or when it is of anything else, letter
   * by letter, than the rotation says.
   */
  rotate(rotation: Rotation): Promise<FamilyRecord | undefined>
  /** A family as it stands; `undefined` when it never was or is long over. */
  findFamily(id: string): Promise<FamilyRecord | undefined>
  /** Ends a family: its refresh tokens, and its access tokens where they are introspected. */
  revokeFamily(id: string, now: Date): Promise<void>
  revokeAccessToken(jti: string, expiresAt: Date): Promise<void>
  isAccessTokenRevoked(jti: string): Promise<boolean>
  /** Says of an access token whether it, or the family it belongs to, was revoked. */
  isRevoked(token: { jti: string; familyId: string | undefined }): Promise<boolean>
}
