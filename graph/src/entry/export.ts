// `npm run export -- FILE`: writes all public versions as a dump, which `npm run import` reads again.
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDatabase } from '@toolgraph/database/node'
import { defineEnvironment, readEnvironment, text } from '@toolgraph/entry'
import { exportRegistry } from '../import/export-registry.ts'
import { createVersionStore } from '../storage/registry-list.ts'

const definition = defineEnvironment({
  DATABASE_URL: text(undefined, 'the connection string of the role "graph"'),
})

try {
  await run(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  if (process.env['DEBUG']) console.error(error)
  process.exitCode = 1
}

async function run(args: readonly string[]): Promise<void> {
  const [file, ...more] = args
  if (file === undefined || more.length > 0 || file.startsWith('-'))
    throw new Error('Usage: npm run export -- FILE')
  const database = createDatabase(readEnvironment(definition, process.env).DATABASE_URL, { max: 1 })
  try {
    const count = await write(file, exportRegistry(createVersionStore(database)))
    console.log(`Wrote ${count} record${count === 1 ? '' : 's'} to ${file}`)
  } finally {
    await database.$disconnect()
  }
}

/** Under another name until it is whole: half a dump is never taken for one. */
async function write(file: string, pieces: AsyncGenerator<string, number>): Promise<number> {
  const part = `${file}.part`
  let count = 0
  async function* counting() {
    count = yield* pieces
  }
  try {
    await pipeline(Readable.from(counting()), createWriteStream(part))
    await rename(part, file)
  } catch (cause) {
    await rm(part, { force: true })
    throw new Error(`Cannot export to "${file}": ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    })
  }
  return count
}
