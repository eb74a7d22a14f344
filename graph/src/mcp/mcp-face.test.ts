import { describe, expect, it } from 'vitest'
import { SCOPES } from '../registry/viewer.ts'
import { createMcpFace } from './mcp-face.ts'

const worker = createMcpFace({
  version: '1.0.0',
  resource: 'https://graph.test/mcp',
  issuerUrl: 'https://issuer.test',
  fetch,
  now: Date.now,
  log: { info: () => {}, warn: () => {}, error: () => {} },
})
// Only what is published of the tools is looked at: no service is touched.
const manifest = worker.manifest({ services: undefined as never })

describe("the graph's own tools", () => {
  it('are the ones that the design names', () => {
    expect(manifest.tools.map(({ name }) => name)).toEqual([
      'search_servers',
      'search_tools',
      'get_server',
      'check_health',
      'register_server',
      'update_server',
      'withdraw_server',
      'list_connections',
    ])
  })

  it.each(manifest.tools.map((tool) => [tool.name, tool] as const))(
    '%s declares all hints, an output and a description that fits',
    (_name, { annotations, outputSchema, description, title, translations }) => {
      for (const hint of ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'])
        expect(annotations).toHaveProperty(hint, expect.any(Boolean))
      expect(outputSchema).toMatchObject({ type: 'object' })
      expect(title).toBeTruthy()
      expect(description.length).toBeGreaterThan(20)
      expect(description.length).toBeLessThanOrEqual(300)
      expect(translations?.['ja']?.description).toBeTruthy()
    },
  )

  it('ask for scopes where they write or show what is private, and are open otherwise', () => {
    const scopes = Object.fromEntries(manifest.tools.map((tool) => [tool.name, tool.scopes]))
    expect(scopes).toEqual({
      search_servers: [],
      search_tools: [],
      get_server: [],
      check_health: [],
      register_server: ['servers:write'],
      update_server: ['servers:write'],
      withdraw_server: ['servers:write'],
      list_connections: ['connections:read'],
    })
    expect(manifest.scopes.map(({ name }) => name)).toEqual(Object.keys(SCOPES))
  })
})
