// Holds the issuer and the client against the protocol's own suite; generates before what the tests import.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { generateDatabase } from '../lib/freshness.ts'

const VITEST = path.resolve(import.meta.dirname, '../../../../node_modules/vitest/vitest.mjs')

generateDatabase()
const args = ['run', '--project', 'conformance', ...process.argv.slice(2)]
const [code] = await once(spawn(process.execPath, [VITEST, ...args], { stdio: 'inherit' }), 'exit')
process.exit(typeof code === 'number' ? code : 1)
