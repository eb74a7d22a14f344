#!/usr/bin/env node
import { runToolgraph } from '../command.ts'
import { createAsk } from '../lib/ask-at-terminal.ts'

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort())

const ask = createAsk(stopped.signal)

const code = await runToolgraph(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  cwd: process.cwd(),
  env: process.env,
  fetch: (input, init) => fetch(input, init),
  now: () => Date.now(),
  openBrowser: async (address) => (await import('open')).default(address),
  ...(ask && { ask }),
  signal: stopped.signal,
})
// What an author's worker holds open, a timer or a connection, is no reason to stay; what was printed goes out first.
process.stdout.write('', () => process.exit(code))
