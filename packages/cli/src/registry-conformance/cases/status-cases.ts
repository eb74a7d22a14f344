import { must, NotApplicable, should } from '../conformance-case.ts'
import { expectFits, expectRefusal, expectSame, expectStatus, expectThat } from '../expectations.ts'
import { getPage, keyOf, pathOf, record, toVersion } from '../listed.ts'
import type { Exchange } from '../registry.ts'
import { BULK_STATUS, DELETE, EDIT, OFFICIAL_STATUS, STATUS, VERSIONING } from '../sources.ts'
import { publishNew, read, setStatus, writerOf } from './writing.ts'

/** PUT and DELETE are optional, and PUT may be for operators only. */
function skipWhereNotOffered(answer: Exchange): Exchange {
  if ([404, 405, 501].includes(answer.status))
    throw new NotApplicable('the registry does not offer it')
  if (answer.status === 403) throw new NotApplicable('the token may not do it')
  return answer
}

/** What becomes of a version after it is published. */
export const STATUS_CASES = [
  must(
    'publish/status',
    'A version is deprecated with a message and made active again, and says so',
    STATUS,
    async (context) => {
      const manifest = await publishNew(context)
      const body = { status: 'deprecated', statusMessage: 'Use version 2' }
      const answer = expectStatus(await setStatus(context, manifest, body), 200)
      expectFits(answer, 'PATCH /v0.1/servers/{serverName}/versions/{version}/status')
      for (const { official } of [toVersion(answer), await read(context, manifest, '1.0.0')]) {
        const { status, statusMessage } = official
        expectSame({ status, statusMessage }, body, 'the new status')
      }
      expectStatus(await setStatus(context, manifest, { status: 'active' }), 200)
      const { status, statusMessage } = (await read(context, manifest, '1.0.0')).official
      expectSame(
        { status, statusMessage },
        { status: 'active', statusMessage: undefined },
        'active',
      )
    },
  ),
  must(
    'publish/status-deleted',
    'A deleted version is gone from the list and its address, is shown with include_deleted, and can be restored',
    OFFICIAL_STATUS,
    async (context) => {
      const manifest = await publishNew(context)
      const { name } = manifest
      expectStatus(await setStatus(context, manifest, { status: 'deleted' }), 200)
      const hidden = await getPage(context.registry, { search: name })
      expectThat(hidden.entries.length === 0, 'not listed', hidden.entries.map(keyOf))
      expectStatus(await context.registry.send(pathOf(name, '1.0.0')), 404)
      const shown = await getPage(context.registry, { search: name, include_deleted: 'true' })
      expectThat(shown.entries.length === 1, 'listed with include_deleted=true', 'not listed')
      const deleted = await read(context, manifest, '1.0.0', '?include_deleted=true')
      expectThat(deleted.official['status'] === 'deleted', 'deleted', deleted.official['status'])
      expectStatus(await setStatus(context, manifest, { status: 'active' }), 200)
      await read(context, manifest, '1.0.0')
    },
  ),
  must(
    'publish/status-updated-since',
    'A deletion is told to who asks for updated_since: that is how mirrors learn of it',
    OFFICIAL_STATUS,
    async (context) => {
      const manifest = await publishNew(context)
      const since = String((await read(context, manifest, '1.0.0')).official['updatedAt'])
      expectStatus(await setStatus(context, manifest, { status: 'deleted' }), 200)
      const { entries } = await getPage(context.registry, {
        updated_since: since,
        search: manifest.name,
      })
      const status = entries.find(({ name }) => name === manifest.name)?.official['status']
      expectThat(status === 'deleted', `"${manifest.name}" as deleted`, status ?? 'not listed')
    },
  ),
  must(
    'publish/status-latest',
    'When the latest version is deleted the next one is the latest; when it is restored it is so again',
    VERSIONING,
    async (context) => {
      const manifest = await publishNew(context, ['1.0.0', '1.1.0'])
      const newer = { name: manifest.name, version: '1.1.0' }
      for (const [status, expected] of [
        ['deleted', '1.0.0'],
        ['active', '1.1.0'],
      ] as const) {
        expectStatus(await setStatus(context, newer, { status }), 200)
        const latest = await read(context, manifest, 'latest')
        expectThat(latest.version === expected, expected, latest.version)
      }
    },
  ),
  must(
    'publish/status-refusals',
    'Refused are the status that a version has, one that there is not, a message with "active", and one of 501 characters',
    STATUS,
    async (context) => {
      const manifest = await publishNew(context)
      for (const body of [
        { status: 'active' },
        { status: 'retired' },
        { status: 'active', statusMessage: 'All is well' },
        { status: 'deprecated', statusMessage: 'a'.repeat(501) },
        {},
      ])
        expectRefusal(await setStatus(context, manifest, body))
      const { official } = await read(context, manifest, '1.0.0')
      expectThat(official['status'] === 'active', 'still active', official['status'])
    },
  ),
  must(
    'publish/status-no-token',
    'Status, edit and deletion are refused without a token, and change nothing',
    STATUS,
    async (context) => {
      const manifest = await publishNew(context)
      const path = pathOf(manifest.name, '1.0.0')
      const bulk = `/v0.1/servers/${encodeURIComponent(manifest.name)}/status`
      const { registry } = context
      for (const [method, where, body] of [
        ['PATCH', `${path}/status`, { status: 'deleted' }],
        ['PATCH', bulk, { status: 'deleted' }],
        ['PUT', path, { ...manifest, description: 'Changed' }],
        ['DELETE', path, undefined],
      ] as const)
        expectStatus(await registry.send(where, { method, body }), 401, 403, 404, 405, 501)
      const { server } = await read(context, manifest, '1.0.0')
      expectSame(server, manifest, 'what was published')
    },
  ),
  must(
    'publish/status-bulk',
    'The status of all versions is set at once, and all of them are told',
    BULK_STATUS,
    async (context) => {
      const { name } = await publishNew(context, ['1.0.0', '1.1.0'])
      const answer = await setStatus(context, { name }, { status: 'deprecated' })
      expectFits(expectStatus(answer, 200), 'PATCH /v0.1/servers/{serverName}/status')
      const { updatedCount, servers } = record(answer.json)
      const told = Array.isArray(servers) ? servers.length : 0
      expectSame({ updatedCount, told }, { updatedCount: 2, told: 2 }, 'both versions')
      const { entries } = await getPage(context.registry, {}, pathOf(name))
      const others = entries.filter(({ official }) => official['status'] !== 'deprecated')
      expectThat(others.length === 0, 'all deprecated', others.map(keyOf))
    },
  ),
  must(
    'publish/edit',
    'Where versions can be edited, an edit is shown; neither name nor version can be changed by it',
    EDIT,
    async (context) => {
      const manifest = await publishNew(context)
      const put = (body: object) =>
        writerOf(context).send(context.registry, pathOf(manifest.name, '1.0.0'), {
          method: 'PUT',
          body,
        })
      const changed = { ...manifest, description: 'Edited by the conformance test' }
      const answer = skipWhereNotOffered(await put(changed))
      expectFits(expectStatus(answer, 200), 'PUT /v0.1/servers/{serverName}/versions/{version}')
      expectSame((await read(context, manifest, '1.0.0')).server, changed, 'what was sent')
      expectRefusal(await put({ ...changed, version: '1.0.1' }))
      expectRefusal(await put({ ...changed, name: `${manifest.name}-renamed` }))
      expectRefusal(await put({ ...changed, description: '' }))
    },
  ),
  should(
    'publish/delete',
    'DELETE of a version deletes it, or is a 501',
    DELETE,
    async (context) => {
      const { name } = await publishNew(context)
      const path = pathOf(name, '1.0.0')
      const answer = await writerOf(context).send(context.registry, path, { method: 'DELETE' })
      if (expectStatus(answer, 200, 501).status === 501) return
      expectStatus(await context.registry.send(path), 404)
    },
  ),
]
