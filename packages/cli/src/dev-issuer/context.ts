import type { CryptoKey, JWK } from 'jose'
import type { Person } from './people.ts'

/** The one server that this issuer makes tokens for. */
export interface Resource {
  /** The address of its MCP endpoint. */
  readonly url: string
  readonly title: string
  readonly scopes: readonly ResourceScope[]
}

/** A scope of the server, and why it is asked for. */
export interface ResourceScope {
  readonly name: string
  /** In English. */
  readonly description: string
  /** In other languages, by BCP 47 tag. */
  readonly descriptions?: Readonly<Record<string, string>>
}

/** An application that signs people in. */
export interface Client {
  readonly id: string
  readonly name: string
  readonly redirectUris: readonly string[]
}

/** What a person has allowed. */
export interface Grant {
  readonly person: Person
  readonly clientId: string
  readonly resource: string
  readonly scopes: readonly string[]
  /** Set when a code or a refresh token was used twice: then all that came of it ends (OAuth 2.1 §4.3.1). */
  isRevoked: boolean
}

/** A code that waits for its client. */
export interface Code {
  readonly grant: Grant
  readonly redirectUri: string
  readonly challenge: string
  readonly expiresAt: number
  isUsed: boolean
}

/** A refresh token; each is used once. */
export interface RefreshToken {
  readonly grant: Grant
  isUsed: boolean
}

/** All that the endpoints share; it is gone when the process ends. */
export interface IssuerContext {
  readonly issuer: string
  /** Reads what the server asks for now: its author may have changed it a moment ago. */
  readonly readResource: () => Promise<Resource>
  /** Hears why a request was refused: an author looks for the mistake. */
  readonly refused: (sentence: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly privateKey: CryptoKey
  readonly publicKey: JWK
  readonly clients: Map<string, Client>
  readonly codes: Map<string, Code>
  readonly refreshTokens: Map<string, RefreshToken>
}

/** An unguessable string. */
export function randomId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url')
}
