import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Manifest } from '@toolgraph/worker'
import { describe, expect, it } from 'vitest'
import { ROOT } from './source-files.ts'

/** What every server of the house reads of its environment to describe itself. */
const ENVIRONMENT = { url: 'https://server.example', issuerUrl: 'https://auth.example' }

describe.each(readdirSync(path.join(ROOT, 'workers')))('the server %s', (name) => {
  it('leaves `toolgraph check` nothing to mend', async () => {
    const { checkManifest }: { checkManifest: (manifest: Manifest) => unknown[] } = await import(
      path.join(ROOT, 'packages/cli/src/lint/check-manifest.ts')
    )
    const app: Record<string, () => { manifest: (env: unknown) => Manifest }> = await import(
      path.join(ROOT, 'workers', name, 'src/app.ts')
    )
    const create = app[`create${name.charAt(0).toUpperCase()}${name.slice(1)}Worker`]
    const manifest = create?.().manifest(ENVIRONMENT)
    expect(manifest && checkManifest(manifest)).toEqual([])
  })
})
