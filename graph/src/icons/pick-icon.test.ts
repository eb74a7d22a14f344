import { describe, expect, it } from 'vitest'
import { parseIcons } from './icon.ts'
import { pickIcon } from './pick-icon.ts'

const pick = (icons: unknown, theme?: 'light' | 'dark') => pickIcon(parseIcons(icons), theme)?.src
const at = (name: string, other: object = {}) => ({ src: `https://a.example/${name}`, ...other })

describe('pickIcon()', () => {
  it.each([
    ['no icons', undefined],
    ['an empty list', []],
    ['what is no list', { src: 'https://a.example/x' }],
    ['what has no address', [{ mimeType: 'image/png' }, null, 'https://a.example/x']],
    ['a kind that nobody must show', [at('x', { mimeType: 'image/x-icon' })]],
    ['an address of another scheme', [{ src: 'file:///x' }, { src: 'javascript:alert(1)' }]],
    ['an address that is too long', [at('x'.repeat(2048))]],
  ])('chooses nothing of %s', (_what, icons) => {
    expect(pick(icons)).toBeUndefined()
  })

  it('takes the first of equals', () => {
    expect(pick([at('1'), at('2')])).toBe('https://a.example/1')
  })

  it('reads past what is wrong in an icon, and past icons that are wrong', () => {
    expect(pick([{ src: 1 }, at('x', { sizes: 'large', theme: 'neon', mimeType: 4 })])).toBe(
      'https://a.example/x',
    )
  })

  it.each([
    ['light', 'light'],
    ['dark', 'dark'],
    [undefined, 'any'],
  ] as const)('takes the one for the theme (%s)', (theme, name) => {
    const icons = [
      at('dark', { theme: 'dark' }),
      at('light', { theme: 'light' }),
      at('any', { sizes: ['16x16'] }),
    ]
    expect(pick(icons, theme)).toBe(`https://a.example/${name}`)
  })

  it('takes one that is large enough, and not much larger', () => {
    const sized = (size: string) => at(size, { sizes: [size] })
    expect(pick(['16x16', '512x512', '128x128', '1024x1024'].map(sized))).toBe(
      'https://a.example/128x128',
    )
    expect(pick(['16x16', '96x96'].map(sized))).toBe('https://a.example/96x96')
    expect(pick(['128x128', 'any'].map(sized))).toBe('https://a.example/128x128')
    expect(pick(['129x129', 'any'].map(sized))).toBe('https://a.example/any')
  })
})
