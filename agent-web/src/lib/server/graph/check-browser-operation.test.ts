import { describe, expect, it } from 'vitest'

import { checkBrowserOperation } from './check-browser-operation.ts'

const ask = (query: string) => {
  const checked = checkBrowserOperation(JSON.stringify({ query }))
  return checked.ok ? 'ok' : checked.failure
}

describe('checkBrowserOperation()', () => {
  it.each(['{ viewer { subject } }', 'subscription { connectionChanged { kind } }'])(
    'lets a page ask %j',
    (query) => {
      expect(ask(query)).toBe('ok')
    },
  )

  it.each([
    ['mutation { unlinkServer(connectionId: "1") { __typename } }', 'mutation'],
    ['{ viewer { connections { tokenSet } } }', 'server_only_field'],
    ['{ viewer { connections { harmless: tokenSet } } }', 'server_only_field'],
    ['query A { x } fragment F on McpConnection { tokenSet }', 'server_only_field'],
    ['query A { x } mutation B { y }', 'mutation'],
    ['{', 'malformed'],
  ])('refuses %j', (query, failure) => {
    expect(ask(query)).toBe(failure)
  })

  it.each(['', '[]', '{"query":1}', '[{"query":"{ a }"}]', 'null'])(
    'refuses the body %j',
    (body) => {
      expect(checkBrowserOperation(body)).toEqual({ ok: false, failure: 'malformed' })
    },
  )
})
