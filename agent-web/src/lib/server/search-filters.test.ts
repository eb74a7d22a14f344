import { expect, it } from 'vitest'

import { parseFilters, toServerFilter } from './search-filters.ts'

it('reads the choices of a search, and leaves out what is none', () => {
  const parameters = new URLSearchParams(
    'category=calendar&category=<b>&auth=oauth&health=open&health=lost&health=down',
  )
  const filters = parseFilters(parameters)
  expect(filters).toEqual({ categories: ['calendar'], auth: 'oauth', health: ['open', 'down'] })
  expect(toServerFilter(filters)).toEqual({
    categories: ['calendar'],
    auth: true,
    health: ['open', 'down'],
  })
})

it('asks for nothing where nothing is chosen', () => {
  expect(toServerFilter(parseFilters(new URLSearchParams('auth=any')))).toEqual({})
})
