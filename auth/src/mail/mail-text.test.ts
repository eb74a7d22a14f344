import { describe, expect, it } from 'vitest'
import { writeMail, type Letter } from './mail-text.ts'

const LETTERS: Letter[] = [
  { about: 'create_account', code: '1234 5678', minutes: 15 },
  { about: 'reset_password', code: '1234 5678', minutes: 15 },
  { about: 'account_exists' },
  { about: 'account_missing' },
  { about: 'password_changed' },
]
const issuer = 'https://auth.example'

describe.each(['en', 'ja'] as const)('writeMail() in %s', (locale) => {
  it.each(LETTERS)('says what $about means, who says it, and what to do', (letter) => {
    const { to, subject, text } = writeMail('mio@people.example', letter, { issuer, locale })
    expect(to).toBe('mio@people.example')
    expect(subject).not.toMatch(/[\r\n]|\d/)
    expect(text.endsWith(`Toolgraph\n${issuer}\n`)).toBe(true)
    expect(text.includes('1234 5678')).toBe('code' in letter)
    expect(/[ぁ-ん]/.test(subject + text)).toBe(locale === 'ja')
    expect(text).not.toMatch(/undefined|\[object/)
  })

  it('writes another subject for each', () => {
    const subjects = LETTERS.map((letter) => writeMail('x', letter, { issuer, locale }).subject)
    expect(new Set(subjects).size).toBe(LETTERS.length)
  })
})
