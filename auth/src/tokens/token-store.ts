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
  /** The token that replaced it, sealed with a key made from this one. */
  successor?: string
  usedAt?: Date
  createdAt: Date
  expiresAt: Date
}

/** What a claim of a code stores with it, in one step. */
export interface CodeClaim {
  code: CodeRecord
  now: Date
  familyExpiresAt: Date
  /** Absent for a client that takes no refresh token. */
  refresh?: { id: string; expiresAt: Date }
}

/** What a rotation stores, in one step. */
export interface Rotation {
  /** The refresh token that is spent. */
  id: string
  successor: { id: string; sealed: string; expiresAt: Date }
  now: Date
}

/** Keeps codes and refresh families. Each claim is one statement: of any number of callers, one wins. */
export interface TokenStore {
  saveCode(code: CodeRecord): Promise<void>
  findCode(id: string): Promise<FoundCode | undefined>
  /** Spends a code and begins its family. False when somebody else was first. */
  claimCode(claim: CodeClaim): Promise<boolean>
  findRefreshToken(id: string): Promise<RefreshRecord | undefined>
  /** Spends a refresh token and stores its successor. False when somebody else was first. */
  rotate(rotation: Rotation): Promise<boolean>
  /** A family as it stands; `undefined` when it never was or is long over. */
  findFamily(id: string): Promise<FamilyRecord | undefined>
  /** Ends a family: its refresh tokens, and its access tokens where they are introspected. */
  revokeFamily(id: string, now: Date): Promise<void>
  isFamilyRevoked(id: string): Promise<boolean>
  revokeAccessToken(jti: string, expiresAt: Date): Promise<void>
  isAccessTokenRevoked(jti: string): Promise<boolean>
}
