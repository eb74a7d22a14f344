import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Credentials, Person } from '@toolgraph/testing/person'
import type { World } from '../src/lib/world.ts'

/** The world of a person with a browser, a network, and a home folder of their own. */
export function personWorld(person: Person, world: Partial<World> = {}): Partial<World> {
  return {
    fetch: (input, init) => fetch(input, init),
    now: Date.now,
    openBrowser: (address) => allow(person, address),
    ...world,
    env: { XDG_CONFIG_HOME: mkdtempSync(path.join(tmpdir(), 'toolgraph-home-')), ...world.env },
  }
}

/** Does what the person does in their browser, and follows the redirect to the command. */
async function allow(person: Person, address: string): Promise<void> {
  const redirectUri = new URL(address).searchParams.get('redirect_uri') ?? ''
  await fetch(await person.authorize(address, redirectUri))
}

/** Signs in, and says no where the person is asked. */
export async function deny(
  person: Person,
  { email, password }: Credentials,
  address: string,
): Promise<void> {
  const redirectUri = new URL(address).searchParams.get('redirect_uri') ?? ''
  let at = await person.visit(address, redirectUri)
  for (const button of [/^Sign in$/, /=deny$/]) {
    if (at instanceof URL) break
    const fields = button.test('Sign in') ? { email, password } : {}
    at = await person.press(at, button, fields, redirectUri)
  }
  if (at instanceof URL) await fetch(at)
}
