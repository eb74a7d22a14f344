import { readdirSync } from 'node:fs'
import path from 'node:path'
import { readEnvironment, type EnvironmentDefinition } from '@toolgraph/entry'
import { describe, expect, it } from 'vitest'
import { unstable_readConfig as readConfig } from 'wrangler'
import { ROOT } from './source-files.ts'

describe.each(readdirSync(path.join(ROOT, 'workers')))(
  'the wrangler configuration of %s',
  (name) => {
    it('has, with the secrets that it names, all that a start in production needs', async () => {
      const folder = path.join(ROOT, 'workers', name)
      const { vars, main } = readConfig({ config: path.join(folder, 'wrangler.jsonc') })
      const { environment }: { environment: EnvironmentDefinition } = await import(
        path.join(folder, 'src/entry/environment.ts')
      )
      const secret = `${name.toUpperCase()}_CLIENT_SECRET`
      const set = { DATABASE_URL: 'postgresql://x', [secret]: 'a secret of our own' }

      expect(main).toBe(path.join(folder, 'src/entry/worker.ts'))
      expect(vars).toMatchObject({ TOOLGRAPH_MODE: 'production' })
      const values: Record<string, unknown> = readEnvironment(environment, { ...vars, ...set })
      for (const [variable, value] of Object.entries(values))
        if (variable.endsWith('_URL')) expect(value).not.toContain('localhost')
    })
  },
)
