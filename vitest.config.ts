import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const include = (kind: string) => [
  `{graph,auth,agent-web,workers,packages,scripts,e2e}/**/*${kind}.test.ts`,
]
const exclude = ['**/node_modules/**', '**/build/**', '**/.svelte-kit/**']

// Vite would take graphql's other copy (its field `module`): two of them refuse each other's schemas.
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] }

// For a machine that is busy with other things: a wait ends as soon as it may.
const expect = { poll: { timeout: 30_000 } }

export default defineConfig({
  test: {
    // One for each processor: what they test waits most of its time for Postgres and for other processes.
    maxWorkers: availableParallelism(),
    reporters: ['default', './packages/testing/src/count-reporter.ts'],
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          expect,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          include: include(''),
          exclude: [...exclude, '**/*.{integration,browser,conformance}.test.ts'],
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          expect,
          include: include('.integration'),
          exclude,
          globalSetup: './packages/testing/src/setup.ts',
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        resolve,
        test: {
          name: 'conformance',
          expect,
          include: include('.conformance'),
          exclude,
          globalSetup: './packages/testing/src/setup.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve,
        test: {
          name: 'browser',
          expect,
          include: include('.browser'),
          exclude,
          globalSetup: './packages/testing/src/setup.ts',
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
