// Everything that is generated: the database client, the printed schema, the typed documents, the messages.
import { execFileSync } from 'node:child_process'
import { generateDatabase } from '../lib/freshness.ts'

generateDatabase()
const commands = [
  [process.execPath, 'graph/src/graphql/print-schema.ts'],
  ['node_modules/.bin/graphql-codegen', '--config', 'codegen.ts', '--silent'],
  [process.execPath, 'agent-web/compile-messages.ts'],
]
for (const [program = '', ...args] of commands) execFileSync(program, args, { stdio: 'inherit' })
