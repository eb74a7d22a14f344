import { expect, it } from 'vitest'

import { secretCookieNames } from './cookies.ts'

it('lets the browser guard the cookies on https, and keeps them apart on loopback', () => {
  expect(secretCookieNames('https://toolgraph.example')).toEqual({
    session: '__Host-toolgraph-web-session',
    browser: '__Host-toolgraph-web-browser',
    signedOut: '__Host-toolgraph-web-signed-out',
  })
  expect(secretCookieNames('http://localhost:4000').session).toBe('toolgraph-web-session')
})
