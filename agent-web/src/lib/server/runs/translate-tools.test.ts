import { expect, it } from 'vitest'

import { translateTools } from './translate-tools.ts'

const tool = (fingerprint: string, title: string | null, description = 'English') => ({
  name: 'book',
  fingerprint,
  title,
  description,
})

it('takes the words of the publisher for the same definition', () => {
  const published = [tool('same', '予約する', '部屋を予約します')]
  expect(translateTools([tool('same', 'Book')], published)).toEqual([
    tool('same', '予約する', '部屋を予約します'),
  ])
})

it('leaves a tool that differs, even under the same name', () => {
  const published = [tool('old', '予約する')]
  expect(translateTools([tool('new', 'Book')], published)).toEqual([tool('new', 'Book')])
})
