import type { Manifest } from '@toolgraph/worker'
import { describe, expect, it } from 'vitest'
import { checkServerJson } from './check-server-json.ts'

const MANIFEST: Manifest = {
  name: 'org.notebook/notes',
  version: '1.0.0',
  title: 'Notes',
  description: 'Keeps short notes',
  url: 'https://notes.example/mcp',
  tags: [],
  categories: [],
  scopes: [],
  tools: [],
}
const npm = { registryType: 'npm', identifier: '@notebook/notes', transport: { type: 'stdio' } }

describe('checkServerJson()', () => {
  it('finds nothing wrong with what is written of a manifest', () => {
    expect(checkServerJson(MANIFEST, undefined)).toEqual([])
    expect(checkServerJson(MANIFEST, { packages: [npm], $comment: 'mine' })).toEqual([])
  })

  it('finds nothing twice that the rules of the manifest find', () => {
    const wrong = { ...MANIFEST, name: 'notes', version: 'latest', description: '' }
    expect(checkServerJson(wrong, undefined)).toEqual([])
  })

  it.each([
    [{ packages: [{ ...npm, version: '^1.0.0' }] }, 'packages[0].version', 'error'],
    [
      { packages: [{ ...npm, transport: { type: 'carrier' } }] },
      'packages[0].transport.type',
      'error',
    ],
    [{ packages: [{ registryType: 'npm' }] }, 'packages[0]', 'error'],
    [{ remotes: [{ type: 'sse', url: 'https://{host}/sse' }] }, 'remotes[0].url', 'error'],
    [{ $schema: 'https://example.com/schema.json' }, '$schema', 'error'],
    [
      { $schema: 'https://static.modelcontextprotocol.io/schemas/2025-10-17/server.schema.json' },
      '$schema',
      'warning',
    ],
  ])('finds in %j that %s is wrong', (known, place, severity) => {
    expect(checkServerJson(MANIFEST, known)).toContainEqual(
      expect.objectContaining({ rule: 'server-json', place, severity }),
    )
  })
})
