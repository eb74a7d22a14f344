import { must, should } from '../conformance-case.ts'
import { expectThat } from '../expectations.ts'
import { pathOf } from '../listed.ts'
import type { Exchange, Registry } from '../registry.ts'
import { COPILOT } from '../sources.ts'

const ORIGIN = 'https://client.example'

function preflight(registry: Registry, path: string): Promise<Exchange> {
  return registry.send(path, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
}

function expectAllowed({ status, headers }: Exchange): void {
  const words = (name: string) =>
    (headers.get(`access-control-allow-${name}`) ?? '')
      .toLowerCase()
      .split(',')
      .map((word) => word.trim())
  const allowed = { origin: words('origin'), methods: words('methods'), headers: words('headers') }
  const fits =
    status >= 200 &&
    status < 300 &&
    allowed.origin.includes('*') &&
    ['get', '*'].some((method) => allowed.methods.includes(method)) &&
    // A star does not stand for Authorization (Fetch, CORS-unsafe request headers).
    ['authorization', 'content-type'].every((name) => allowed.headers.includes(name))
  const expected = 'a 2xx that allows the origin *, GET, and Authorization and Content-Type by name'
  expectThat(fits, expected, `${status}, ${JSON.stringify(allowed)}`)
}

/** Clients in browsers. */
export const CORS_CASES = [
  must(
    'cors/preflight-list',
    'The list may be asked for from any origin, with a token',
    COPILOT,
    async ({ registry }) => expectAllowed(await preflight(registry, '/v0.1/servers')),
  ),
  must(
    'cors/preflight-version',
    'Versions may be asked for from any origin, with a token: "latest" and by number',
    COPILOT,
    async ({ registry }) => {
      for (const version of ['latest', '1.0.0'])
        expectAllowed(await preflight(registry, pathOf('com.example/server', version)))
    },
  ),
  must('cors/answer', 'An answer may be read by any origin', COPILOT, async ({ registry }) => {
    const { headers } = await registry.send('/v0.1/servers?limit=1', {
      headers: { origin: ORIGIN },
    })
    const origin = headers.get('access-control-allow-origin')
    expectThat(origin === '*', 'Access-Control-Allow-Origin: *', origin ?? 'none')
  }),
  should(
    'cors/refusal',
    'A refusal may be read by any origin too: a client must tell "not there" from "cannot be reached"',
    COPILOT,
    async ({ registry }) => {
      const path = pathOf('com.example.nobody/there-is-no-such-server', 'latest')
      const { headers } = await registry.send(path, { headers: { origin: ORIGIN } })
      const origin = headers.get('access-control-allow-origin')
      expectThat(origin === '*', 'Access-Control-Allow-Origin: *', origin ?? 'none')
    },
  ),
]
