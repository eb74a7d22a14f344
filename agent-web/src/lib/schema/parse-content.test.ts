import { describe, expect, it } from 'vitest'
import { parseContent } from './parse-content.ts'

describe('parseContent()', () => {
  it('reads text, and text that is JSON as data', () => {
    expect(
      parseContent([
        { type: 'text', text: 'Done' },
        { type: 'text', text: ' {"id":1}' },
      ]),
    ).toEqual([
      { kind: 'text', text: 'Done' },
      { kind: 'json', value: { id: 1 } },
    ])
  })

  it('shows an image only of a kind that cannot hold a program', () => {
    const [png, svg, broken] = parseContent([
      { type: 'image', mimeType: 'image/png', data: 'aGk=' },
      { type: 'image', mimeType: 'image/svg+xml', data: 'aGk=' },
      { type: 'image', mimeType: 'image/png', data: '" onload="' },
    ])
    expect(png).toEqual({ kind: 'image', source: 'data:image/png;base64,aGk=' })
    expect(svg).toEqual({ kind: 'other', type: 'image' })
    expect(broken).toEqual({ kind: 'other', type: 'image' })
  })

  it('names what it does not know', () => {
    expect(parseContent([{ type: 'hologram' }, {}, 'x', null])).toEqual([
      { kind: 'other', type: 'hologram' },
      { kind: 'other', type: '?' },
    ])
  })

  it.each([undefined, null, 'x', {}])('reads nothing from %j', (content) => {
    expect(parseContent(content)).toEqual([])
  })
})
