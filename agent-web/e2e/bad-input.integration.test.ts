import { untilRegistered } from '@toolgraph/testing'
import { createPerson, type Person } from '@toolgraph/testing/person'
import { startToolgraph, type RunningToolgraph } from '@toolgraph/testing/processes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const CREDENTIALS = { email: 'aiko@demo.example', password: 'toolgraph-demo' }
const UNKNOWN = '01900000-0000-7000-8000-000000000000'
const TEN_MEGABYTES = `{"query":"${'x'.repeat(10_000_000)}"}`
/** What must stand in no answer: a stack, a path of ours, a driver's or a parser's own words. */
const LEAK = /\bat .+\.[jt]s|node_modules|prisma|postgres|SyntaxError|in JSON at|TypeError/i

let toolgraph: RunningToolgraph
let web: string
let person: Person

beforeAll(async () => {
  toolgraph = await startToolgraph()
  web = toolgraph.urls['agent-web']
  await untilRegistered(toolgraph.urls.graph, `${toolgraph.urls.booking}/mcp`)
  person = createPerson(CREDENTIALS)
  const signIn = await person.visit(`${web}/servers/dev.toolgraph/booking/link`)
  if (signIn instanceof URL) throw new Error(`Left for ${signIn}`)
  await person.press(signIn, /^Sign in$/, CREDENTIALS)
})
afterAll(() => toolgraph?.stop())

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const sent = { 'content-type': 'application/json', accept: '*/*', origin: web, ...headers }
  return person.send(`${web}${path}`, { method: 'POST', headers: sent, body })
}

describe('agent-web', () => {
  it.each([
    ['broken JSON', '{bad', {}, 400],
    ['no object', '[]', {}, 400],
    ['a wrong type', '{"query":5}', {}, 400],
    ['a broken document', '{"query":"{"}', {}, 400],
    ['a mutation', '{"query":"mutation { __typename }"}', {}, 400],
    ['10 MB', TEN_MEGABYTES, {}, 413],
    ['another type of body', 'query', { 'content-type': 'text/plain' }, 415],
    [
      'a page of another site',
      '{"query":"{ viewer { id } }"}',
      { origin: 'https://evil.example' },
      403,
    ],
  ] as const)('refuses a question with %s', async (_what, body, headers, status) => {
    const response = await post('/graphql', body, headers)
    const text = await response.text()
    expect(response.status).toBe(status)
    expect(JSON.parse(text)).toMatchObject({ message: expect.any(String) })
    expect(text).not.toMatch(LEAK)
  })

  it.each([
    ['broken JSON', '{bad', 400],
    ['no tool', '{"arguments":{}}', 400],
    ['a wrong type', '{"tool":"list_rooms","arguments":"none"}', 400],
    ['10 MB', TEN_MEGABYTES, 413],
  ])('refuses a run with %s', async (_what, body, status) => {
    const response = await post(`/api/connections/${UNKNOWN}/runs`, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ problem: 'input_invalid' })
  })

  it.each([
    [UNKNOWN, 'connection_not_found'],
    ['zzz', 'input_invalid'],
    ['%00', 'input_invalid'],
    ['..%2F..', 'input_invalid'],
  ])('tells that there is no connection %s', async (id, code) => {
    const response = await post(`/api/connections/${id}/runs`, '{"tool":"a","arguments":{}}')
    const text = await response.text()
    const last: unknown = JSON.parse(text.trim().split('\n').at(-1) ?? '')
    expect(last).toEqual({ type: 'failed', code })
    expect(text).not.toMatch(LEAK)
  })

  it.each([
    ['/?q=room&after=zzz', '/?q=room'],
    ['/?after=', undefined],
    ['/history?after=zzz', '/history'],
    ['/ja/history?after=zzz', '/ja/history'],
  ])('leads from the page %s, which there is not, to the first one', async (path, first) => {
    const response = await person.send(`${web}${path}`, { headers: { accept: 'text/html' } })
    expect(response.headers.get('location') ?? undefined).toBe(first)
    expect(response.status).toBe(first ? 303 : 200)
  })

  it.each([
    ['/?q=%00%EF%BF%BD%3Cscript%3Ealert(1)%3C/script%3E', 200],
    ['/servers/x/y', 404],
    ['/servers/%00/%FF', 400],
    [`/connections/${UNKNOWN}`, 404],
    ['/connections/zzz', 404],
    [`/history/${UNKNOWN}`, 404],
    ['/nothing', 404],
  ])('shows a page of its own at %s', async (path, status) => {
    const response = await person.send(`${web}${path}`, { headers: { accept: 'text/html' } })
    const html = await response.text()
    expect(response.status).toBe(status)
    expect(html).toContain('</html>')
    expect(html).not.toContain('<script>alert')
    expect(html).not.toMatch(/node_modules|prisma|SyntaxError|\bat file:/)
  })
})
