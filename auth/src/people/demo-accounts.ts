import { hashPassword, type PasswordCost } from './password.ts'
import type { PersonStore } from './person.ts'

/** An account that stands ready on a developer's own machine. Its password is public. */
export interface DemoAccount {
  email: string
  name: string
}

/** The ready accounts. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: 'aiko@demo.example', name: 'Aiko Tanaka' },
  { email: 'ben@demo.example', name: 'Ben Carter' },
]

/** The password of every ready account. */
export const DEMO_PASSWORD = 'toolgraph-demo'

/** Creates the ready accounts that are not there yet. */
export async function createDemoAccounts({
  people,
  now,
  passwordCost,
}: {
  people: PersonStore
  now: () => number
  passwordCost?: PasswordCost | undefined
}): Promise<void> {
  for (const { email, name } of DEMO_ACCOUNTS) {
    if (await people.findByEmail(email)) continue
    const passwordHash = await hashPassword(DEMO_PASSWORD, passwordCost)
    const emailVerifiedAt = new Date(now())
    await people.create({ email, emailVerifiedAt, name, passwordHash, isDemo: true })
  }
}
