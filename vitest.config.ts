import { defineConfig } from 'vitest/config'

const include = (kind: string) => [
  `{graph,auth,agent-web,workers,packages,scripts,e2e}/**/*${kind}.test.ts`,
]
const exclude = ['**/node_modules/**', '**/build/**', '**/.svelte-kit/**']

export default defineConfig({
  test: {
    reporters: ['default', './packages/testing/src/count-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: include(''),
          exclude: [...exclude, '**/*.integration.test.ts', '**/*.browser.test.ts'],
        },
      },
      {
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
