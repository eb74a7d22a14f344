import { expect, it } from 'vitest'
import { codeLocation, errorLocation, pageLocation } from './response-location.ts'
import { refusal } from './check-authorization-request.ts'

const issuer = 'https://auth.example'

it.each([
  ['https://a.example/cb', 'https://a.example/cb?code=c&iss=https%3A%2F%2Fauth.example'],
  [
    'https://a.example/cb?x=%2F',
    'https://a.example/cb?x=%2F&code=c&iss=https%3A%2F%2Fauth.example',
  ],
  ['com.example:/cb', 'com.example:/cb?code=c&iss=https%3A%2F%2Fauth.example'],
])('appends to %s and changes nothing of it', (redirectUri, location) => {
  expect(codeLocation({ redirectUri, issuer }, 'c')).toBe(location)
})

it('gives the state back as it came', () => {
  const state = 'a&b=c#d é"'
  const location = errorLocation(
    { redirectUri: 'https://a.example/cb', issuer, state },
    refusal('access_denied', 'No'),
  )
  expect(Object.fromEntries(new URL(location).searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'No',
    state,
    iss: issuer,
  })
})

it('tells a page of our own the language, and whether the person said no', () => {
  const target = { redirectUri: 'https://auth.example/done?x=1' }
  expect(pageLocation(target, { locale: 'ja' })).toBe('https://auth.example/done?x=1&lang=ja')
  expect(pageLocation(target, { locale: 'en', isDenied: true })).toBe(
    'https://auth.example/done?x=1&lang=en&answer=denied',
  )
})
