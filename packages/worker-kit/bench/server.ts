// One contender: `server.ts <key>`, with PORT and ISSUER_URL.
import process from 'node:process'
import { createLog } from '@toolgraph/entry'
import { serveNode } from '@toolgraph/entry/node'
import { contenders } from './contenders.ts'

const key = process.argv[2] ?? ''
const contender = contenders[key]
if (contender === undefined) throw new Error(`Cannot start "${key}": there is no such contender`)
const { PORT = '', ISSUER_URL = '' } = process.env
const fetch = await contender.create(`http://127.0.0.1:${PORT}/mcp`, ISSUER_URL)
await serveNode({
  fetch,
  name: key,
  host: '127.0.0.1',
  port: Number(PORT),
  log: createLog(key, 'production'),
})
