import { createPerson, type Page } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, expect, it } from 'vitest'

const CREDENTIALS = { email: 'aiko@demo.example', password: 'toolgraph-demo' }

let toolgraph: RunningToolgraph
beforeAll(async () => {
  toolgraph = await startToolgraph()
})
afterAll(() => toolgraph?.stop())

it('asks who it is at the next sign-in in a browser where somebody signed out', async () => {
  const { 'agent-web': web, auth } = toolgraph.urls
  const signIn = `${web}/auth/sign-in`
  const person = createPerson(CREDENTIALS)
  const toPage = (at: Page | URL): Page => {
    if (at instanceof URL) throw new Error(`Left for ${at}`)
    return at
  }

  const first = toPage(await person.visit(signIn))
  expect(first.url).toContain(auth)
  const home = toPage(await person.press(first, /^Sign in$/, CREDENTIALS))
  expect(home.url).toContain(web)

  await person.press(home, /^Sign out$/)
  const again = toPage(await person.visit(signIn))
  expect(again.url, 'the issuer asks, although its own session goes on').toContain(auth)
  expect(toPage(await person.press(again, /^Sign in$/, CREDENTIALS)).url).toContain(web)
})
