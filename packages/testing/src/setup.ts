import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPostgres, type EmbeddedPostgres } from '@toolgraph/database/embedded'
import { migrate } from '@toolgraph/database/migrate'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

/** One cluster a run: the embedded one, or the Postgres of `DATABASE_URL`; migrated once, cloned by each test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL']
  const folder = mkdtempSync(path.join(os.tmpdir(), 'toolgraph-test-'))
  // Else the database of a test run by root would lie, and stay, outside the folder: its account could not enter.
  chmodSync(folder, 0o755)
  const postgres: EmbeddedPostgres | undefined = given
    ? undefined
    : await startPostgres({ folder, durable: false })
  // A run that is ended by a signal tears nothing down.
  const endWithUs = () => void postgres?.stop()
  process.once('exit', endWithUs)
  const server = new URL(given ?? postgres?.url ?? '')
  const template = `toolgraph_template_${process.pid}_${Date.now()}`
  const url = new URL(server)
  url.pathname = `/${template}`

  await runOn(server.href, `CREATE DATABASE ${template}`)
  await migrate(url.href)
  project.provide('templateUrl', url.href)

  return async () => {
    if (given) await runOn(server.href, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)
    process.off('exit', endWithUs)
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
