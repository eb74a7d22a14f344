import { readEnvironment } from '@toolgraph/entry'
import { describe, expect, it } from 'vitest'
import { environment } from './environment.ts'
import { toMailSettings, toWorkerMailSettings } from './mail.ts'

const SECRETS = {
  AUTH_SECRET: 'one secret of our own',
  BOOKING_CLIENT_SECRET: 'another secret of our own',
  PRODUCT_CLIENT_SECRET: 'one more secret of our own',
  ORDER_CLIENT_SECRET: 'the secret of order, our own',
  FORM_CLIENT_SECRET: 'yet another secret of our own',
  GRAPH_CLIENT_SECRET: 'a third secret of our own',
}
const FROM = 'Toolgraph <no-reply@toolgraph.example>'
const SMTP = { SMTP_URL: 'smtps://user:pass@mail.example:465', MAIL_FROM: FROM }
const API = {
  MAIL_API_URL: 'https://api.mail.example/emails',
  MAIL_API_KEY: 'key-of-the-service',
  MAIL_FROM: FROM,
}

const read = (given: Record<string, string>) =>
  readEnvironment(environment, { DATABASE_URL: 'postgresql://x', ...given })
const inProduction = (given: Record<string, string>) =>
  read({ TOOLGRAPH_MODE: 'production', ...SECRETS, ...given })

describe('toMailSettings()', () => {
  it('keeps mail in the outbox only in development', () => {
    expect(toMailSettings(read({}))).toBe('outbox')
    expect(() => toMailSettings(inProduction({}))).toThrow(
      /^Cannot start: .* set SMTP_URL, or MAIL_API_URL and MAIL_API_KEY, and MAIL_FROM$/,
    )
  })

  it('sends by SMTP or over HTTP where that is configured, in development too', () => {
    expect(toMailSettings(inProduction(SMTP))).toEqual({
      by: 'smtp',
      url: SMTP.SMTP_URL,
      from: FROM,
    })
    expect(toMailSettings(read(API))).toMatchObject({ by: 'api', url: API.MAIL_API_URL })
  })

  it.each([
    [{ ...SMTP, ...API }, 'SMTP_URL or MAIL_API_URL, not both'],
    [{ ...SMTP, MAIL_FROM: '' }, 'MAIL_FROM must be set'],
    [{ ...SMTP, MAIL_FROM: 'nobody' }, 'MAIL_FROM must be set'],
    [{ ...SMTP, MAIL_FROM: 'a@b.example\r\nBcc: c@d.example' }, 'MAIL_FROM must be set'],
    [{ ...SMTP, SMTP_URL: 'https://mail.example' }, 'SMTP_URL must be like'],
    [{ ...API, MAIL_API_KEY: '' }, 'MAIL_API_KEY must be set'],
    [{ ...API, MAIL_API_URL: 'http://api.mail.example' }, 'MAIL_API_URL must be an https address'],
    [{ ...API, MAIL_API_URL: 'nonsense' }, 'MAIL_API_URL must be an https address'],
  ])('says what is missing in %j, without a secret', (given, sentence) => {
    expect(() => toMailSettings(read(given))).toThrow(sentence)
    expect(() => toMailSettings(read(given))).not.toThrow(/key-of-the-service|pass@/)
  })
})

describe('toWorkerMailSettings()', () => {
  it('takes the HTTP service and no SMTP', () => {
    expect(toWorkerMailSettings(inProduction(API))).toMatchObject({ by: 'api' })
    expect(() => toWorkerMailSettings(inProduction(SMTP))).toThrow('a Worker cannot use SMTP_URL')
  })
})
