import { describe, expect, it } from 'vitest'
import { toTools } from './to-tools.ts'

const listed = (meta?: Record<string, unknown>) => ({
  name: 'a',
  description: 'A',
  inputSchema: { type: 'object' },
  ...(meta && { meta }),
})

describe('toTools()', () => {
  it('takes the scopes and translations that a server made with the kit attaches', async () => {
    const translations = { ja: { title: 'あ' } }
    const meta = { 'dev.toolgraph/scopes': ['a:read'], 'dev.toolgraph/translations': translations }

    expect(await toTools([listed(meta)])).toMatchObject([{ scopes: ['a:read'], translations }])
  })

  it.each([
    undefined,
    {},
    { 'dev.toolgraph/scopes': 'all', 'dev.toolgraph/translations': [] },
    { 'dev.toolgraph/scopes': Array(21).fill('a'), 'dev.toolgraph/translations': { ja: 'あ' } },
    { 'dev.toolgraph/scopes': ['with space'], 'dev.toolgraph/translations': { 'x y': {} } },
  ])('takes nothing of %j', async (meta) => {
    expect(await toTools([listed(meta)])).toMatchObject([{ scopes: [], translations: {} }])
  })

  it('leaves out what is nested to overflow a stack, and keeps the rest', async () => {
    const deep: Record<string, unknown> = {}
    let inner = deep
    for (let level = 0; level < 10_000; level += 1) inner = inner['a'] = {}
    const tools = await toTools([{ ...listed(), inputSchema: deep }, listed()])

    expect(tools).toHaveLength(1)
  })
})
