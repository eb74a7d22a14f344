import { randomUUID } from 'node:crypto'
import type { Database, Service } from '@toolgraph/database'
import { serviceUrl } from '@toolgraph/database/migrate'
import { createDatabase } from '@toolgraph/database/node'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's connection string to the migrated template database. */
    templateUrl: string
  }
}

/** A migrated database of a test's own. */
export interface TestDatabase {
  database: Database
  /** The connection string of the service's role. */
  url: string
  /** The owner's connection string: `serviceUrl(ownerUrl, service)` gives the others. */
  ownerUrl: string
  /** Disconnects and drops it. */
  close(): Promise<void>
}

/**
 * Clones the migrated template, which takes milliseconds.
 *
 * @param as Whose role connects; `owner` may do everything
 */
export async function createTestDatabase(as: Service | 'owner'): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'))
  const server = new URL(template)
  server.pathname = '/postgres'
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await cloneTemplate(server.href, name, template.pathname.slice(1))

  const owner = new URL(template)
  owner.pathname = `/${name}`
  const url = as === 'owner' ? owner.href : serviceUrl(owner.href, as)
  const database = createDatabase(url)
  return {
    database,
    url,
    ownerUrl: owner.href,
    close: async () => {
      await database.$disconnect()
      await withServer(server.href, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function cloneTemplate(server: string, name: string, template: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await withServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
    } catch (error) {
      // Postgres copies a template for one caller at a time; the others are told that it is in use.
      if (attempt > 50 || !/being accessed/.test(String(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function withServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
