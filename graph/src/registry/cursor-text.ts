import { isShallow, toStorable } from './to-storable.ts'

/** Writes what a cursor carries as text that stands in an address without encoding: some clients paste it as it is. */
export function toCursorText(wire: unknown): string {
  const binary = toBytes(JSON.stringify(wire))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Reads it back, unparsed; `undefined` for text that no cursor is. Who writes one may write anything in it. */
export function readCursorText(text: string, maxChars: number): unknown {
  if (text.length > maxChars || !/^[\w-]+$/.test(text)) return undefined
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isShallow(value) ? toStorable(value) : undefined
  } catch {
    return undefined
  }
}

/** The bytes of a text in UTF-8, as a text of so many signs. */
function toBytes(text: string): string {
  // oxlint-disable-next-line no-control-regex -- all of ASCII is its own UTF-8
  if (/^[\0-\x7f]*$/.test(text)) return text
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return bytes
}
