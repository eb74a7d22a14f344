import { must } from '../conformance-case.ts'
import { expectFits, expectStatus } from '../expectations.ts'
import { pathOf } from '../listed.ts'
import { LIST, VERSION, VERSIONS } from '../sources.ts'

/** What comes has the form that the standard gives it. */
export const OPENAPI_CASES = [
  must(
    'openapi/list',
    'The list of servers is answered with 200 and a ServerList',
    LIST,
    async ({ registry }) => {
      const answer = expectStatus(await registry.send('/v0.1/servers'), 200)
      expectFits(answer, 'GET /v0.1/servers')
    },
  ),
  must(
    'openapi/list-parameters',
    'The list takes cursor, limit, search, updated_since, version and include_deleted',
    LIST,
    async ({ registry }) => {
      for (const query of [
        'limit=2',
        'search=a',
        'updated_since=2025-01-01T00:00:00Z',
        'version=latest',
        'include_deleted=true',
        'include_deleted=false',
      ]) {
        const answer = expectStatus(await registry.send(`/v0.1/servers?${query}`), 200)
        expectFits(answer, 'GET /v0.1/servers')
      }
    },
  ),
  must(
    'openapi/versions',
    'The versions of a server are answered with 200 and a ServerList',
    VERSIONS,
    async ({ registry, sample }) => {
      const { name } = await sample.server()
      const answer = expectStatus(await registry.send(pathOf(name)), 200)
      expectFits(answer, 'GET /v0.1/servers/{serverName}/versions')
    },
  ),
  must(
    'openapi/version',
    'One version of a server is answered with 200 and a ServerResponse',
    VERSION,
    async ({ registry, sample }) => {
      const [listed] = await sample.entries()
      const answer = await registry.send(pathOf(listed?.name ?? '', listed?.version))
      expectFits(expectStatus(answer, 200), 'GET /v0.1/servers/{serverName}/versions/{version}')
    },
  ),
  must(
    'openapi/latest',
    'The version "latest" of a server is answered with 200 and a ServerResponse',
    VERSION,
    async ({ registry, sample }) => {
      const [listed] = await sample.entries()
      const answer = await registry.send(pathOf(listed?.name ?? '', 'latest'))
      expectFits(expectStatus(answer, 200), 'GET /v0.1/servers/{serverName}/versions/{version}')
    },
  ),
]
