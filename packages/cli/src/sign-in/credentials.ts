import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { tokenSetSchema } from '@toolgraph/mcp-client'
import { lock } from 'proper-lockfile'
import * as z from 'zod'
import { CliError } from '../lib/cli-error.ts'
import type { World } from '../lib/world.ts'

/** The sign-ins of this machine, by the address of the server that each is for. Secret. */
const credentialsSchema = z.object({
  signIns: z.record(z.string(), tokenSetSchema),
  /** Tokens that registries gave for proofs, by the address of each. */
  registryTokens: z
    .record(z.string(), z.object({ token: z.string(), expiresAt: z.number() }))
    .optional(),
})

/** The sign-ins of this machine, by the address of the server that each is for. Secret. */
export type Credentials = z.infer<typeof credentialsSchema>

/** A command that has the file and gives no sign of life for so long has died. */
const STALE_MS = 15_000

/** For a turn at the file, another's requests to the issuer included: about 30 s. */
const RETRIES = { retries: 45, factor: 1.2, minTimeout: 20, maxTimeout: 1_000 }

/** Where the sign-ins are kept: `~/.config/toolgraph/credentials.json`, or under `XDG_CONFIG_HOME`. */
export function credentialsFile({ env }: Pick<World, 'env'>): string {
  const home = env['HOME'] ?? homedir()
  const folder = env['XDG_CONFIG_HOME'] || path.join(home, '.config')
  return path.join(folder, 'toolgraph', 'credentials.json')
}

/**
 * Reads the sign-ins.
 *
 * @throws CliError When the file cannot be understood
 */
export async function readCredentials(world: Pick<World, 'env'>): Promise<Credentials> {
  const file = credentialsFile(world)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (Object(error).code === 'ENOENT') return '{"signIns":{}}'
    throw error
  })
  const parsed = credentialsSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new CliError(
    'ERR_CREDENTIALS_UNREADABLE',
    `Cannot read the sign-ins in "${file}": they are not what this version writes; remove the file and sign in again`,
  )
}

/**
 * Changes the sign-ins, one command after the other: who comes second reads what the first wrote.
 *
 * @param change Returns what to write of each part, or `undefined` to leave the file as it is
 * @throws CliError When the file cannot be understood or written
 */
export async function changeCredentials(
  world: Pick<World, 'env'>,
  change: (credentials: Credentials) => Promise<Credentials | undefined>,
): Promise<void> {
  const file = credentialsFile(world)
  const unlock = await takeTurn(file)
  try {
    const known = await readCredentials(world)
    const changed = await change(known)
    if (changed !== undefined)
      await writeWhole(file, JSON.stringify({ ...known, ...changed }, null, 2))
  } finally {
    await unlock()
  }
}

async function takeTurn(file: string): Promise<() => Promise<void>> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    return await lock(file, { realpath: false, stale: STALE_MS, retries: RETRIES })
  } catch (cause) {
    const isBusy = Object(cause).code === 'ELOCKED'
    const obstacle = isBusy
      ? 'another toolgraph command does not give them up; end it'
      : 'the folder cannot be written to; name another with XDG_CONFIG_HOME'
    const message = `Cannot change the sign-ins in "${file}": ${obstacle}`
    throw new CliError('ERR_CREDENTIALS_UNWRITABLE', message, { cause })
  }
}

/** Nobody ever sees half a file, and nobody but its owner sees it at all. */
async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, `${text}\n`, { mode: 0o600, flag: 'wx' })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
