// Runs one entry with a service's connection to this checkout's database: `with-database.ts SERVICE ENTRY [ARG …]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { SERVICES } from '@toolgraph/database'
import { serviceUrl } from '@toolgraph/database/migrate'
import { generateDatabase } from '../lib/freshness.ts'
import { openDatabase } from '../lib/open-database.ts'

const [name, entry = '', ...args] = process.argv.slice(2)
const service = SERVICES.find((each) => each === name)
if (!service) throw new TypeError(`No service "${name}": it is one of ${SERVICES.join(', ')}`)

generateDatabase()
const { ownerUrl, stop } = await openDatabase({ share: true })
const child = spawn(process.execPath, [entry, ...args], {
  stdio: 'inherit',
  env: { ...process.env, DATABASE_URL: serviceUrl(ownerUrl, service) },
})
const [code] = await once(child, 'exit')
await stop()
process.exit(typeof code === 'number' ? code : 1)
