import path from 'node:path'
import {
  expectStrangersRefused,
  openEntries,
  type ListeningServer,
  type OpenEntries,
} from '@toolgraph/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { form } from './server.ts'

let entries: OpenEntries

beforeAll(async () => {
  entries = await openEntries(form, path.join(import.meta.dirname, '../..'))
})
afterAll(() => entries?.close())

describe.each([
  ['Node', 'onNode'],
  ['workerd', 'onWorkerd'],
] as const)('form over a socket on %s', (_platform, open) => {
  const scopes = ['form:read', 'form:write']
  let server: ListeningServer

  beforeAll(async () => {
    server = await entries[open]()
  })

  it('refuses strangers with a sound challenge', async () => {
    await expectStrangersRefused(server, entries, { tool: 'list_forms', args: {}, scopes })
  })

  it('makes a form, and checks answers without generating code', async () => {
    const token = await entries.issuer.token({ resource: entries.resource, scopes })
    const properties = { on: { type: 'string', format: 'date' } }
    const wish = { title: 'Party', schema: { type: 'object', properties } }
    const made = await (await server.call('create_form', wish, token)).text()
    const [, formId] = /"id":"([\w-]{36})"/.exec(made) ?? []
    const wrong = { formId, answers: { on: 'tomorrow' } }
    expect(await (await server.call('submit_form', wrong, token)).text()).toContain(
      'on: must be a date like 2026-12-01',
    )
    const right = { formId, answers: { on: '2026-12-24' } }
    expect(await (await server.call('submit_form', right, token)).text()).toContain('2026-12-24')
  })
})

describe('the timer of the Worker', () => {
  it('publishes the server', async () => {
    const worker = await entries.onWorkerd()
    expect(await worker.tick?.()).toMatchObject({ outcome: 'ok' })
    expect(entries.published.at(-1)).toMatchObject({ name: 'dev.toolgraph/form' })
  })
})
