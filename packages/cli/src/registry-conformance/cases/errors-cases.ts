import { must, should } from '../conformance-case.ts'
import {
  describeAnswer,
  expectFits,
  expectRefusal,
  expectStatus,
  expectThat,
} from '../expectations.ts'
import { pathOf, record } from '../listed.ts'
import { LIST, OFFICIAL_ERRORS, OFFICIAL_LIST, VERSION, VERSIONS } from '../sources.ts'

/** A name and version that no registry lists. */
const NOBODY = 'com.example.nobody/there-is-no-such-server'
const NO_VERSION = '0.0.0-there-is-no-such-version'

/** What cannot be answered, and how that is said. */
export const ERRORS_CASES = [
  must(
    'errors/unknown-server',
    'The versions of a server that is not there are a 404 in JSON',
    VERSIONS,
    async ({ registry }) => {
      const answer = expectStatus(await registry.send(pathOf(NOBODY)), 404)
      expectFits(answer, 'GET /v0.1/servers/{serverName}/versions')
    },
  ),
  must(
    'errors/unknown-latest',
    'The latest version of a server that is not there is a 404 in JSON: to a client it says "not in this registry"',
    VERSION,
    async ({ registry }) => {
      const answer = expectStatus(await registry.send(pathOf(NOBODY, 'latest')), 404)
      expectFits(answer, 'GET /v0.1/servers/{serverName}/versions/{version}')
    },
  ),
  must(
    'errors/unknown-version',
    'A version that a server does not have is a 404 in JSON',
    VERSION,
    async ({ registry, sample }) => {
      const [listed] = await sample.entries()
      const answer = await registry.send(pathOf(listed?.name ?? '', NO_VERSION))
      expectFits(expectStatus(answer, 404), 'GET /v0.1/servers/{serverName}/versions/{version}')
    },
  ),
  should(
    'errors/error-key',
    'A 404 says in "error" what is missing, as the OpenAPI document has it',
    VERSION,
    async ({ registry }) => {
      const answer = await registry.send(pathOf(NOBODY, '1.0.0'))
      const { error } = record(answer.json)
      expectThat(
        typeof error === 'string' && error !== '',
        'a text "error"',
        describeAnswer(answer),
      )
    },
  ),
  should(
    'errors/problem',
    'A 404 says "title", "status" and "detail", as the official registry has it',
    OFFICIAL_ERRORS,
    async ({ registry }) => {
      const answer = await registry.send(pathOf(NOBODY, '2.0.0'))
      const { title, status, detail } = record(answer.json)
      const isProblem = typeof title === 'string' && status === 404 && typeof detail === 'string'
      expectThat(isProblem, '"title", "status": 404 and "detail"', describeAnswer(answer))
    },
  ),
  should(
    'errors/unknown-path',
    'A path that the API does not have is a 404 in JSON',
    OFFICIAL_ERRORS,
    async ({ registry }) => {
      const answer = expectStatus(await registry.send('/v0.1/there-is-no-such-path'), 404)
      expectThat(answer.json !== undefined, 'JSON', describeAnswer(answer))
    },
  ),
  should(
    'errors/trailing-slash',
    'A path with a slash at its end leads to the one without, its query kept',
    'Official registry, trailing slash middleware',
    async ({ registry }) => {
      const answer = await registry.send('/v0.1/servers/?limit=1')
      if (answer.status === 200) return
      expectStatus(answer, 301, 308)
      const location = answer.headers.get('location') ?? ''
      expectThat(location.endsWith('/v0.1/servers?limit=1'), '…/v0.1/servers?limit=1', location)
    },
  ),
  should(
    'errors/limit',
    'A limit that is no number from 1 to 100 is a 422',
    OFFICIAL_LIST,
    async ({ registry }) => {
      for (const limit of ['0', '-1', '101', 'many'])
        expectStatus(await registry.send(`/v0.1/servers?limit=${limit}`), 422)
    },
  ),
  should(
    'errors/updated-since',
    'An updated_since that is no RFC 3339 date is a 400',
    OFFICIAL_LIST,
    async ({ registry }) => {
      for (const date of ['yesterday', '2025-13-01T00:00:00Z', '1733000000'])
        expectStatus(await registry.send(`/v0.1/servers?updated_since=${date}`), 400)
    },
  ),
  should(
    'errors/include-deleted',
    'include_deleted=false with updated_since is a 400: what was deleted since cannot be left out',
    OFFICIAL_LIST,
    async ({ registry }) => {
      const query = 'include_deleted=false&updated_since=2025-01-01T00:00:00Z'
      expectStatus(await registry.send(`/v0.1/servers?${query}`), 400)
    },
  ),
  must(
    'errors/nul',
    'A NUL character in a filter or a name is refused (the official registry: 400), and is no fault of the registry',
    'Official registry, NUL byte middleware',
    async ({ registry }) => {
      expectRefusal(await registry.send('/v0.1/servers?search=a%00b'))
      expectRefusal(await registry.send('/v0.1/servers?cursor=a%00b'))
      expectRefusal(await registry.send('/v0.1/servers/com.example%2Fa%00b/versions'))
    },
  ),
  must(
    'errors/cursor',
    'A cursor that the registry never gave is no fault of the registry',
    LIST,
    async ({ registry }) => {
      for (const cursor of ['nonsense', 'bm9uc2Vuc2U', '%7B%7D', "'"]) {
        const answer = await registry.send(`/v0.1/servers?cursor=${cursor}`)
        expectThat(answer.status < 500, 'a status below 500', describeAnswer(answer))
      }
    },
  ),
  must(
    'errors/odd-names',
    'A name or version of odd characters is not there (404) or refused, and is no fault of the registry',
    VERSION,
    async ({ registry }) => {
      for (const name of ['..%2F..', '%25', '%F0%9F%99%82%2Fa', 'a'.repeat(2000), "x'--%2Fa"])
        expectRefusal(await registry.send(`/v0.1/servers/${name}/versions/latest`))
    },
  ),
]
