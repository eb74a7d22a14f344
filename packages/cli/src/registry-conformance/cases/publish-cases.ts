import { must, NotApplicable, should } from '../conformance-case.ts'
import {
  describeAnswer,
  expectFits,
  expectRefusal,
  expectSame,
  expectStatus,
  expectThat,
} from '../expectations.ts'
import { getPage, getPages, keyOf, pathOf, record, toVersion } from '../listed.ts'
import { LIST, META, PUBLISH, REQUIREMENTS, VERSIONING } from '../sources.ts'
import { WRONG_MANIFESTS } from './wrong-manifests.ts'
import { publishNew, read, writerOf } from './writing.ts'

const PUBLISHER_META = 'io.modelcontextprotocol.registry/publisher-provided'

/** Publishing: who may, what is taken, what is listed then. */
export const PUBLISH_CASES = [
  ...[
    ['publish/no-token', 'without a token', {}],
    ['publish/wrong-token', 'with a token of nobody', { authorization: 'Bearer nonsense' }],
  ].map(([id, how, headers]) =>
    must(`${id}`, `Publishing ${how} is a 401`, PUBLISH, async (context) => {
      const body = writerOf(context).createManifest()
      const answer = await context.registry.send('/v0.1/publish', {
        method: 'POST',
        body,
        headers: Object(headers),
      })
      if (answer.status === 404 || answer.status === 501)
        throw new NotApplicable('the registry does not offer POST /v0.1/publish')
      expectFits(expectStatus(answer, 401), 'POST /v0.1/publish')
    }),
  ),
  must(
    'publish/create',
    'A server is published with 200, whole, active and as its latest version',
    PUBLISH,
    async (context) => {
      const writer = writerOf(context)
      const manifest = writer.createManifest({
        title: 'Conformance',
        websiteUrl: 'https://example.com',
      })
      const answer = await writer.publish(context.registry, manifest)
      expectFits(expectStatus(answer, 200), 'POST /v0.1/publish')
      const { server, official } = toVersion(answer)
      expectSame(server, manifest, 'the server.json that was sent')
      const { status, isLatest } = official
      expectSame({ status, isLatest }, { status: 'active', isLatest: true }, 'its metadata')
    },
  ),
  must(
    'publish/readable',
    'What was published is there at once: at its address, as the latest version and in the list',
    PUBLISH,
    async (context) => {
      const manifest = await publishNew(context)
      for (const version of ['1.0.0', 'latest']) {
        const { server } = await read(context, manifest, version)
        expectSame(server, manifest, 'the server.json that was sent')
      }
      const { entries } = await getPage(context.registry, { search: manifest.name })
      expectThat(entries.length === 1, `"${manifest.name}"`, entries.map(keyOf))
    },
  ),
  must(
    'publish/updated-since',
    'What was published since a moment is in the list for updated_since that moment',
    LIST,
    async (context) => {
      const { official } = toVersion(
        await writerOf(context).mustPublish(context.registry, writerOf(context).createManifest()),
      )
      const manifest = await publishNew(context)
      const since = String(official['updatedAt'] ?? official['publishedAt'])
      const pages = await getPages(context.registry, { updated_since: since, limit: 100 }, 10)
      const names = pages.flatMap(({ entries }) => entries.map(({ name }) => name))
      expectThat(names.includes(manifest.name), `"${manifest.name}"`, names)
    },
  ),
  must(
    'publish/duplicate',
    'A version that is published is not published again, and stays as it is',
    PUBLISH,
    async (context) => {
      const manifest = await publishNew(context)
      const writer = writerOf(context)
      const again = { ...manifest, description: 'Published once more' }
      expectRefusal(await writer.publish(context.registry, manifest))
      expectRefusal(await writer.publish(context.registry, again))
      const { server } = await read(context, manifest, manifest.version)
      expectSame(server, manifest, 'the first one')
    },
  ),
  must(
    'publish/latest',
    'A higher version becomes the latest, a lower one and one that is not semantic do not',
    VERSIONING,
    async (context) => {
      const manifest = await publishNew(context, ['1.9.0', '1.10.0', '1.2.0', '2026-nightly'])
      const latest = await read(context, manifest, 'latest')
      expectThat(latest.version === '1.10.0', '1.10.0', latest.version)
      const { entries } = await getPage(context.registry, {}, pathOf(manifest.name))
      const marked = entries.filter(({ official }) => official['isLatest'] === true)
      expectSame(
        marked.map(({ version }) => version),
        ['1.10.0'],
        'isLatest',
      )
      expectThat(entries.length === 4, '4 versions', entries.map(keyOf))
    },
  ),
  must(
    'publish/wrong',
    'A server.json that breaks the rules is refused, and not listed',
    REQUIREMENTS,
    async (context) => {
      const writer = writerOf(context)
      for (const { changes, what } of WRONG_MANIFESTS) {
        const manifest = writer.createManifest(changes)
        const answer = await writer.publish(context.registry, manifest)
        const isRefused = answer.status >= 400 && answer.status < 500
        expectThat(isRefused, `a refusal of ${what}`, describeAnswer(answer))
        // A wrong name cannot be asked for.
        if ('name' in changes) continue
        expectStatus(await context.registry.send(pathOf(manifest.name)), 404)
      }
    },
  ),
  should(
    'publish/wrong-422',
    'A server.json that does not fit its schema is a 422',
    REQUIREMENTS,
    async (context) => {
      const manifest = writerOf(context).createManifest({ description: '' })
      expectStatus(await writerOf(context).publish(context.registry, manifest), 422)
    },
  ),
  should(
    'publish/publisher-meta',
    'Of a server’s own "_meta" only what its publisher provided is kept',
    META,
    async (context) => {
      const writer = writerOf(context)
      const own = { [PUBLISHER_META]: { build: { commit: 'abc123', steps: [1, 2] } } }
      const manifest = writer.createManifest({ _meta: { ...own, 'com.example/other': { a: 1 } } })
      await writer.mustPublish(context.registry, manifest)
      const { server } = await read(context, manifest, '1.0.0')
      expectSame(server['_meta'], own, 'only the publisher’s')
    },
  ),
  should(
    'publish/remote-taken',
    'A remote address belongs to one server name',
    REQUIREMENTS,
    async (context) => {
      const writer = writerOf(context)
      const host = writer
        .createManifest()
        .name.replaceAll(/[^a-z0-9]+/g, '-')
        .slice(-40)
      const url = `https://${host.replace(/^-/, '')}.example.com/mcp`
      const remotes = [{ type: 'streamable-http', url }]
      await writer.mustPublish(context.registry, writer.createManifest({ remotes }))
      expectRefusal(await writer.publish(context.registry, writer.createManifest({ remotes })))
    },
  ),
  must(
    'publish/of-others',
    'The server of somebody else cannot be changed (tried with the status that it has already)',
    PUBLISH,
    async (context) => {
      const entries = await context.sample.entries()
      const { namespace } = writerOf(context)
      const other = entries.find(({ name }) => !name.startsWith(namespace))
      if (!other) throw new NotApplicable('all servers are of the same namespace')
      const status = other.official['status'] ?? 'active'
      const path = `${pathOf(other.name, other.version)}/status`
      const request = { method: 'PATCH', body: { status } }
      expectStatus(await writerOf(context).send(context.registry, path, request), 401, 403, 404)
    },
  ),
  must(
    'publish/validate',
    'POST /v0.1/validate says of a right server.json that it is valid, and of a wrong one where it is not; always with 200',
    'Official registry API, POST /v0.1/validate',
    async ({ registry, writer }) => {
      if (!writer) throw new NotApplicable('asks for --publish')
      const validate = async (body: object) => {
        const answer = await registry.send('/v0.1/validate', { method: 'POST', body })
        if (answer.status === 404 || answer.status === 501)
          throw new NotApplicable('the registry does not offer POST /v0.1/validate')
        return record(expectStatus(answer, 200).json)
      }
      const right = await validate(writer.createManifest())
      expectThat(right['valid'] === true, 'valid: true', right)
      for (const { what, changes, path } of WRONG_MANIFESTS) {
        const { valid, issues } = await validate(writer.createManifest(changes))
        expectThat(valid === false, `valid: false for ${what}`, { valid, issues })
        const paths = Array.isArray(issues) ? issues.map((issue) => record(issue)['path']) : []
        expectThat(paths.includes(path), `an issue at ${path || 'the whole'} for ${what}`, issues)
      }
    },
  ),
]
