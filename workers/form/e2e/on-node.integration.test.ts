import { obtainToken, untilRegistered } from '@toolgraph/testing'
import { createPerson } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, expect, it } from 'vitest'

let toolgraph: RunningToolgraph

beforeAll(async () => {
  toolgraph = await startToolgraph({ replicas: { form: 1, booking: 0, 'agent-web': 0 } })
})
afterAll(() => toolgraph?.stop())

it('starts on Node, publishes itself, refuses who has no token and answers who signed in', async () => {
  const { auth: issuer, graph, form: url } = toolgraph.urls
  const resource = `${url}/mcp`
  await untilRegistered(graph, resource)
  const tool = `${url}/mcp/tools/list_forms`
  const ask = (headers: Record<string, string>) =>
    fetch(tool, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
    })
  expect((await ask({})).status).toBe(401)

  const person = createPerson({ email: 'aiko@demo.example', password: 'toolgraph-demo' })
  const token = await obtainToken({ issuer, resource, scopes: ['form:read'], person })
  const answer = await ask({ authorization: `Bearer ${token}` })
  expect(await answer.json()).toMatchObject({ forms: [] })
})
