import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { Person } from '@toolgraph/testing/person'

/** A person at the shell of a project, with a browser and a home folder of their own. */
export interface Shell {
  /** The project's folder. */
  cwd: string
  env: Readonly<Record<string, string>>
  person: Person
}

/** Runs the installed `toolgraph` to its end; where it prints an address to sign in at, the person goes there. */
export async function runInstalled(args: readonly string[], shell: Shell): Promise<string> {
  const { cwd, env, person } = shell
  const command = path.join(cwd, 'node_modules/@toolgraph/cli/dist/cli/src/entry/toolgraph.js')
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let isSent = false
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    const [address] = /http\S+\/authorize\?\S+(?=\n)/.exec(said) ?? []
    if (address === undefined || isSent) return
    isSent = true
    const redirectUri = new URL(address).searchParams.get('redirect_uri') ?? ''
    void person.authorize(address, redirectUri).then((answer) => fetch(answer))
  })
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (code !== 0)
    throw new Error(`toolgraph ${args.join(' ')} ended with ${code}:\n${said}${printed}`)
  return printed
}
