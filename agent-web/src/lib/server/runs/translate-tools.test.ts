import { expect, it } from 'vitest'

import { translateTools } from './translate-tools.ts'

const tool = (fingerprint: string, title: string | null, room = 'Room') => ({
  name: 'book',
  fingerprint,
  title,
  description: 'Books',
  inputSchema: { type: 'object', properties: { room: { type: 'string', title: room } } },
})

const published = {
  fingerprint: 'same',
  title: '予約する',
  description: '部屋を予約します',
  fieldTexts: { room: { title: '部屋' } },
}

it('takes the words of the publisher for the same definition, those of its fields too', () => {
  expect(translateTools([tool('same', 'Book')], [published])).toEqual([
    { ...tool('same', '予約する', '部屋'), description: '部屋を予約します' },
  ])
})

it('keeps the words of the schema where the publisher has none in this language', () => {
  const bare = { ...published, fieldTexts: null }
  expect(translateTools([tool('same', 'Book')], [bare])).toEqual([
    { ...tool('same', '予約する'), description: '部屋を予約します' },
  ])
})

it('leaves a tool that differs, even under the same name', () => {
  const old = { ...published, fingerprint: 'old' }
  expect(translateTools([tool('new', 'Book')], [old])).toEqual([tool('new', 'Book')])
})
