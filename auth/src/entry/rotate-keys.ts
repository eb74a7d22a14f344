// `npm run rotate-keys`: new signing keys at once, for when somebody else may have the old ones.
import process from 'node:process'
import { createDatabase } from '@toolgraph/database/node'
import { readEnvironment } from '@toolgraph/entry'
import { replaceKeys } from '../keys/replace-keys.ts'
import { createAuditLog } from '../storage/audit-log.ts'
import { createKeyValueStore } from '../storage/key-value-store.ts'
import { KEYS_FRESH_MS } from '../keys/signing-keys.ts'
import { toSecrets } from './configuration.ts'
import { environment } from './environment.ts'

const { TOOLGRAPH_MODE, DATABASE_URL, AUTH_SECRET, AUTH_SECRET_PREVIOUS } = environment

try {
  await run(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  if (process.env['DEBUG']) console.error(error)
  process.exitCode = 1
}

async function run(args: readonly string[]): Promise<void> {
  if (args.length > 0) throw new Error('Usage: npm run rotate-keys')
  const definition = { TOOLGRAPH_MODE, DATABASE_URL, AUTH_SECRET, AUTH_SECRET_PREVIOUS }
  const values = readEnvironment(definition, process.env)
  const database = createDatabase(values.DATABASE_URL, { max: 1 })
  try {
    const { kid, removed } = await replaceKeys({
      store: createKeyValueStore(database, toSecrets(values), Date.now),
      audit: createAuditLog(database, Date.now),
      now: Date.now(),
    })
    console.log(
      [
        `The key "${kid}" signs from now on`,
        ...removed.map((one) => `The key "${one}" is published no longer: its tokens have ended`),
        `Every replica follows within ${KEYS_FRESH_MS / 1000} seconds; nothing needs a restart`,
      ].join('\n'),
    )
  } finally {
    await database.$disconnect()
  }
}
