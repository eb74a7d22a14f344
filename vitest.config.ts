import { defineConfig } from 'vitest/config'

const include = (kind: string) => [
  `{graph,auth,agent-web,workers,packages,scripts,e2e}/**/*${kind}.test.ts`,
]
const exclude = ['**/node_modules/**', '**/build/**', '**/.svelte-kit/**']

// Vite would take graphql's other copy (its field `module`): two of them refuse each other's schemas.
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] }

export default defineConfig({
  test: {
    reporters: ['default', './packages/testing/src/count-reporter.ts'],
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: include(''),
          exclude: [...exclude, '**/*.{integration,browser,conformance}.test.ts'],
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          include: include('.integration'),
          exclude,
          globalSetup: './packages/testing/src/setup.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        test: {
          name: 'conformance',
          include: include('.conformance'),
          exclude,
          globalSetup: './packages/testing/src/setup.ts',
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve,
        test: {
          name: 'browser',
          include: include('.browser'),
          exclude,
          globalSetup: './packages/testing/src/setup.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
