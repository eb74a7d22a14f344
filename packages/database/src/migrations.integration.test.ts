import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { createTestDatabase } from '@toolgraph/testing'
import { expect, it } from 'vitest'
import { migrate, MIGRATIONS_FOLDER } from './migrate.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')

it('applies nothing twice, and refuses a migration that was edited after it landed', async () => {
  const { ownerUrl, close } = await createTestDatabase('owner')
  expect(await migrate(ownerUrl)).toEqual([])

  const folder = mkdtempSync(path.join(os.tmpdir(), 'toolgraph-migrations-'))
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true })
  const [first = ''] = readdirSync(folder).filter((name) => /^\d/.test(name))
  writeFileSync(path.join(folder, first, 'migration.sql'), 'SELECT 1;')
  await expect(migrate(ownerUrl, folder)).rejects.toThrow(
    `Cannot apply migration "${first}": it was edited after it was applied`,
  )
  rmSync(folder, { recursive: true })
  await close()
})

it('finds the schema and the migrations saying the same, by the command line of Prisma', async () => {
  const { ownerUrl, close } = await createTestDatabase('owner')
  const prisma = path.join(ROOT, 'node_modules/.bin/prisma')
  const compare = promisify(execFile)(
    prisma,
    [
      'migrate',
      'diff',
      '--from-config-datasource',
      '--to-schema',
      'prisma/schema.prisma',
      '--exit-code',
    ],
    { cwd: ROOT, env: { ...process.env, DATABASE_URL: ownerUrl } },
  )
  await expect(compare).resolves.toMatchObject({
    stdout: expect.stringContaining('No difference detected'),
  })
  await close()
})
