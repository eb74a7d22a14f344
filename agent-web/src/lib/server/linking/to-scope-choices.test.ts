import { describe, expect, it } from 'vitest'

import { toScopeChoices } from './to-scope-choices.ts'

const booking = {
  scopes: [
    { name: 'booking:read', description: 'See rooms' },
    { name: 'booking:write', description: 'Book rooms' },
  ],
  tools: [
    { annotations: { readOnlyHint: true }, scopes: ['booking:read'] },
    { annotations: { readOnlyHint: false }, scopes: ['booking:write'] },
  ],
}

describe('toScopeChoices()', () => {
  it('proposes all that a server declares, for a first link', () => {
    expect(toScopeChoices(booking, { granted: [], asked: [] })).toEqual([
      {
        name: 'booking:read',
        description: 'See rooms',
        kind: 'read',
        selected: true,
        isNew: false,
      },
      {
        name: 'booking:write',
        description: 'Book rooms',
        kind: 'write',
        selected: true,
        isNew: false,
      },
    ])
  })

  it('marks what is new when a tool asked for more', () => {
    const choices = toScopeChoices(booking, {
      granted: ['booking:read'],
      asked: ['booking:read', 'booking:write'],
    })
    expect(choices.map(({ name, selected, isNew }) => [name, selected, isNew])).toEqual([
      ['booking:read', true, false],
      ['booking:write', true, true],
    ])
  })

  it('offers no more than is granted unless it was asked for', () => {
    const choices = toScopeChoices(booking, { granted: ['booking:read'], asked: [] })
    expect(choices.filter((choice) => choice.selected).map(({ name }) => name)).toEqual([
      'booking:read',
    ])
  })

  it('shows a scope that the registry does not know, and drops what is no scope', () => {
    const none = { scopes: [], tools: [] }
    const choices = toScopeChoices(none, { granted: [], asked: ['files.read', 'a"b', ''] })
    expect(choices).toEqual([
      { name: 'files.read', description: '', kind: 'read', selected: true, isNew: false },
    ])
  })
})
