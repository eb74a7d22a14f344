import { expect, it } from 'vitest'
import { updateServerSchema } from './server.ts'
import { withChanges } from './with-changes.ts'

const before = {
  name: 'com.example/weather',
  version: '1.0.0',
  description: 'Weather',
  packages: [{ registryType: 'npm' }],
}
const change = (input: object) => withChanges(before, updateServerSchema.parse(input))

it('changes what is said, and nothing else', () => {
  expect(change({})).toEqual(before)
  expect(change({ tags: ['rain'], region: 'jp' })).toEqual(before)
  expect(change({ title: 'Rain', websiteUrl: 'https://rain.example' })).toEqual({
    ...before,
    title: 'Rain',
    websiteUrl: 'https://rain.example',
  })
})

it('writes only what the standard allows', () => {
  expect(
    change({ websiteUrl: 'http://rain.example', repositoryUrl: 'https://codeberg.org/a/b' }),
  ).toEqual(before)
  expect(change({ description: 'x'.repeat(200) })).toMatchObject({
    description: `${'x'.repeat(99)}…`,
  })
  expect(change({ repositoryUrl: 'https://github.com/a/b' })).toMatchObject({
    repository: { url: 'https://github.com/a/b', source: 'github' },
  })
})
