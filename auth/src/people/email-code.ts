import { sha256Hex } from '../keys/digest.ts'

const DIGITS = 8
const CODES = 10 ** DIGITS

/** Makes a code for a mail: eight digits, each as likely as any other. */
export function createEmailCode(): string {
  // Numbers past the last whole multiple would make small codes likelier.
  const limit = Math.floor(2 ** 32 / CODES) * CODES
  for (;;) {
    const [number = limit] = crypto.getRandomValues(new Uint32Array(1))
    if (number < limit) return String(number % CODES).padStart(DIGITS, '0')
  }
}

/** Writes a code as it stands in a mail: `1234 5678`. Pure. */
export function showEmailCode(code: string): string {
  return `${code.slice(0, DIGITS / 2)} ${code.slice(DIGITS / 2)}`
}

/** Reads a code however it was typed or pasted, full-width digits too, or `undefined`. Pure. */
export function parseEmailCode(text: string): string | undefined {
  const code = text
    .slice(0, 64)
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
  return /^\d{8}$/.test(code) ? code : undefined
}

/** How a code is kept: bound to the ticket that the browser holds, so that the table alone says nothing. */
export function hashEmailCode(ticket: string, code: string): Promise<string> {
  return sha256Hex(`${ticket}.${code}`)
}
