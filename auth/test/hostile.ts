import * as fc from 'fast-check'
import { BOOKING, REDIRECT } from './issuer-harness.ts'

/** The address of an attacker. */
export const EVIL = 'https://evil.example'

/** Tries a property many times; on a machine that is busy, for so long. */
export function assertAlways<values>(
  property: fc.IAsyncPropertyWithHooks<values>,
  { numRuns, seconds = 15 }: { numRuns: number; seconds?: number },
): Promise<void> {
  return fc.assert(property, { numRuns, interruptAfterTimeLimit: seconds * 1000 })
}

/** Splits a list that is written as one text. */
export function list(text: string, separator = ';'): string[] {
  return text.split(separator).map((one) => one.trim())
}

/** An address that is changed in one place: what a careless comparison takes for the same. */
export function almost(uri: string): fc.Arbitrary<string> {
  const at = fc.nat(uri.length - 1)
  const put = (place: number, text: string, length: number) =>
    uri.slice(0, place) + text + uri.slice(place + length)
  const percent = (place: number) => `%${uri.charCodeAt(place).toString(16)}`
  const ends = list('/;/..;/../evil;?;?x;#;#x;.;%00;@evil.example;.evil.example;:443;:80;\\')
  return fc.oneof(
    fc
      .tuple(at, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }))
      .map(([place, text]) => put(place, text, 0)),
    fc
      .tuple(at, fc.string({ unit: 'binary', maxLength: 1 }))
      .map(([place, text]) => put(place, text, 1)),
    at.map((place) => put(place, percent(place), 1)),
    fc.constantFrom(...ends, ' ', '\t', '\n', '\0').map((end) => uri + end),
    fc.constantFrom(
      uri.toUpperCase(),
      uri.replace('//', '/'),
      uri.replace('//', '///'),
      uri.replace('//', '\\\\'),
      uri.replace('://', ':'),
      uri.replace(/^\w+:/, ''),
      uri.replace('//', '//evil.example@'),
      uri.replace('//', '//evil.example/'),
      ...['#', '?', '/', '\\@'].map((between) => `${EVIL}${between}${uri}`),
      `${uri}\r\nlocation: ${EVIL}`,
      `${uri} ${EVIL}`,
    ),
  )
}

/** What nobody means well by. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ maxLength: 300 }).map((text) => text.repeat(30)),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  almost(REDIRECT),
  almost(BOOKING),
  fc.constantFrom(
    ...list('//evil.example; javascript:alert(1); data:text/html,x; /; https:evil.example'),
    ...list(`%00; "><script>alert(1)</script>; ../..; ' OR 1=1 --; __proto__; constructor; true`),
    ...list('null; []; {}; -1; 1e309; ${7*7}'),
    '\0',
    '\ufeff',
    '\u202e',
    EVIL,
  ),
)
