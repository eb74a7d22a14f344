import { describe, expect, it } from 'vitest'
import { isSvg } from './is-svg.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'

describe('isSvg()', () => {
  it.each([
    SVG,
    `\uFEFF${SVG}`,
    '<svg>',
    '<svg\nwidth="1"></svg>',
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made --> <!-- by hand -->\n${SVG}`,
    `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">${SVG}`,
  ])('knows %j', (text) => {
    expect(isSvg(bytesOf(text))).toBe(true)
  })

  it.each([
    '',
    '<',
    '<svgx>',
    '<html><svg/></html>',
    `<!doctype html>${SVG}`,
    `text ${SVG}`,
    `<!-- never ends ${SVG}`,
    `<?xml-stylesheet href="https://a.example/"?>${SVG}`,
    `<!DOCTYPE svg [<!ENTITY a "aaaa">]>${SVG}`,
    '{"svg":true}',
  ])('does not know %j', (text) => {
    expect(isSvg(bytesOf(text))).toBe(false)
  })

  it('does not know what is no UTF-8', () => {
    expect(isSvg(new Uint8Array([...bytesOf(SVG), 0xff]))).toBe(false)
  })

  it('takes no longer for text that is made to', () => {
    const started = performance.now()
    for (const text of ['<!-- -->'.repeat(32_000), ' '.repeat(256_000), '<!--'.repeat(64_000)])
      expect(isSvg(bytesOf(text))).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
