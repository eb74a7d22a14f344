import type { Throttle } from '@toolgraph/throttle'
import type { AuditLog } from '../audit-log.ts'
import type { AuthLog } from '../dependencies.ts'
import type { Sealer } from '../keys/sealer.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { PersonStore } from './person.ts'

/** What a code in a mail is for. */
export type CodePurpose = (typeof CODE_PURPOSES)[number]

/** Everything that a code in a mail is for. */
export const CODE_PURPOSES = ['create_account', 'reset_password'] as const

/** What a proof is for: the code itself, or the new password that may be chosen once the code was right. */
export type ProofPurpose = CodePurpose | 'new_password'

/** A proof under way that somebody reads the mail of an address. */
export interface EmailProof<purpose extends ProofPurpose = ProofPurpose> {
  /** SHA-256 of the ticket, which only the browser that asked holds. */
  id: string
  purpose: purpose
  email: string
  /** What is to be done once it is proved, sealed to the id. */
  payload: string
}

/** A proof to be. */
export interface NewEmailProof extends EmailProof {
  /** How `hashEmailCode()` keeps the code; absent where the mail carries none, and then none is right. */
  codeHash?: string
  createdAt: Date
  expiresAt: Date
}

/** What became of a code. */
export type CodeOutcome = 'claimed' | 'wrong' | 'used_up'

/** Keeps proofs until they are made or too old. */
export interface EmailProofStore {
  save(proof: NewEmailProof): Promise<void>
  /** The proof, unless it has ended. */
  find(id: string, now: Date): Promise<EmailProof | undefined>
  /**
   * Counts one try, and claims the proof if the code is right, in one statement: any number of parallel
   * guesses stays within `MAX_CODE_TRIES`, and of many right ones a single one is told `claimed`.
   */
  tryCode(id: string, attempt: { codeHash: string; now: Date }): Promise<CodeOutcome>
  /** Gives a proof another code and new tries, unless it has been claimed or has ended. */
  renew(id: string, next: { codeHash?: string; now: Date; expiresAt: Date }): Promise<void>
  /** Takes a proof out: true for one caller, whoever comes first. */
  remove(id: string): Promise<boolean>
}

/** What proving an address needs. */
export interface ProofContext {
  issuer: string
  people: PersonStore
  proofs: EmailProofStore
  throttle: Throttle
  mailer: Mailer
  /** Seals what is to be done. */
  sealer: Sealer
  audit: AuditLog
  log: AuthLog
  now: () => number
}

/** How long a code is good for. */
export const PROOF_LIFETIME_MS = 15 * 60 * 1000

/** How often one code may be tried. */
export const MAX_CODE_TRIES = 5
