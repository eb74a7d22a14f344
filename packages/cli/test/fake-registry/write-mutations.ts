import { RIGHT } from './behavior.ts'
import { changing, official, replacing, status } from './break-answers.ts'
import type { Mutation } from './mutation.ts'
import { markLatest } from './store.ts'

const PUBLISHED = /^POST \/v0\.1\/publish$/
const token = (path: string, taken: string) =>
  replacing(new RegExp(`${path}$`), (response) =>
    response.status === 401 && taken === 'any'
      ? Response.json({ registry_token: 'x', expires_at: 0 })
      : response,
  )

const PROOFS: readonly Mutation[] = [
  ['a DNS proof is taken unseen', token('auth/dns', 'any'), ['proofs/dns', 'proofs/incomplete']],
  [
    'an HTTP proof is taken unseen',
    {
      proves: (body) =>
        body['domain'] === 'registry-conformance.invalid' && 'signed_timestamp' in body,
    },
    ['proofs/dns', 'proofs/http'],
  ],
  [
    'an old proof is taken',
    { proves: ({ timestamp }) => Date.parse(String(timestamp)) < Date.now() - 60_000 },
    ['proofs/dns', 'proofs/http'],
  ],
  [
    'a proof is looked for at an address',
    { proves: ({ domain }) => domain === '127.0.0.1' },
    ['proofs/domain'],
  ],
  [
    'a domain may have a port',
    { proves: ({ domain }) => String(domain).includes(':') },
    ['proofs/domain'],
  ],
  [
    'a proof needs no parts',
    { proves: (body) => Object.keys(body).length === 0 },
    ['proofs/incomplete'],
  ],
  ['any GitHub token is taken', { proves: (body) => 'github_token' in body }, ['proofs/github-at']],
  ['any OIDC token is taken', { proves: (body) => 'oidc_token' in body }, ['proofs/github-oidc']],
  ['a proof is a fault', replacing(/auth\/github-oidc$/, status(500)), ['proofs/github-oidc']],
]

const PUBLISH: readonly Mutation[] = [
  [
    'no token is asked for',
    {
      isKnown: (given) => given === undefined || given === 'right',
      mayWrite: (name) => RIGHT.mayWrite(name),
    },
    ['publish/no-token', 'publish/status-no-token'],
  ],
  ['any token is taken', { isKnown: (given) => given !== undefined }, ['publish/wrong-token']],
  [
    'publishing is answered with 201',
    replacing(PUBLISHED, (response) =>
      response.status === 200
        ? new Response(response.body, { status: 201, headers: response.headers })
        : response,
    ),
    ['publish/create'],
  ],
  [
    'what was published is told without its title',
    changing(PUBLISHED, ({ server }) => void delete server['title']),
    ['publish/create'],
  ],
  [
    'what was published has no status',
    changing(PUBLISHED, official({ status: 'deprecated' })),
    ['publish/create'],
  ],
  [
    'what is published is not searched',
    {
      matches: (entry, search) => !search.startsWith('com.tester/') && RIGHT.matches(entry, search),
    },
    ['publish/readable', 'publish/status-deleted', 'publish/status-updated-since'],
  ],
  [
    'what is published is not told by updated_since',
    { isSince: (entry, since) => RIGHT.isSince(entry, since) && entry.status === 'deleted' },
    ['publish/updated-since'],
  ],
  [
    'a version is published twice',
    {
      isTaken: (entries, manifest) =>
        !entries.some(
          ({ server }) => server.name === manifest.name && server.version === manifest.version,
        ) && RIGHT.isTaken(entries, manifest),
    },
    ['publish/duplicate'],
  ],
  [
    'the latest is the one published last',
    {
      markLatest: (entries, name) => {
        const own = entries.filter(({ server }) => server.name === name)
        for (const [index, entry] of own.entries()) entry.isLatest = index === own.length - 1
      },
    },
    ['publish/latest', 'publish/status-latest'],
  ],
  [
    'versions are compared as texts',
    {
      markLatest: (entries, name) => {
        const own = entries
          .filter(({ server, status }) => server.name === name && status !== 'deleted')
          .toSorted((a, b) => (a.server.version < b.server.version ? 1 : -1))
        for (const entry of entries)
          if (entry.server.name === name) entry.isLatest = entry === own[0]
      },
    },
    ['publish/latest'],
  ],
  [
    'a range is taken as a version',
    {
      check: (manifest) =>
        RIGHT.check(manifest).filter(({ reference }) => reference !== 'version-looks-like-range'),
    },
    ['publish/wrong', 'publish/validate'],
  ],
  [
    'a remote on the machine itself is taken',
    {
      check: (manifest) =>
        RIGHT.check(manifest).filter(({ reference }) => reference !== 'invalid-remote-url'),
    },
    ['publish/wrong', 'publish/validate'],
  ],
  [
    'a wrong server.json is a 400',
    replacing(PUBLISHED, (response) =>
      response.status === 422 ? Response.json({ error: 'x' }, { status: 400 }) : response,
    ),
    ['publish/wrong-422'],
  ],
  ['all of "_meta" is kept', { keep: (manifest) => manifest }, ['publish/publisher-meta']],
  [
    'nothing of "_meta" is kept',
    { keep: ({ _meta, ...manifest }) => manifest },
    ['publish/publisher-meta'],
  ],
  [
    'a remote address is given to two',
    {
      isTaken: (entries, manifest) =>
        entries.some(
          ({ server }) => server.name === manifest.name && server.version === manifest.version,
        ),
    },
    ['publish/remote-taken'],
  ],
  ['the servers of others can be changed', { mayWrite: () => true }, ['publish/of-others']],
  [
    'validate says nothing of a place',
    changing(/validate$/, (body) => ({ ...body, issues: [] })),
    ['publish/validate'],
  ],
  ['validate refuses what is wrong', replacing(/validate$/, status(422)), ['publish/validate']],
]

const STATUS: readonly Mutation[] = [
  [
    'a message is lost',
    { setStatus: (entry, next) => RIGHT.setStatus(entry, next, undefined) },
    ['publish/status'],
  ],
  [
    'a message stays when it is active again',
    {
      setStatus: (entry, next, message) =>
        RIGHT.setStatus(entry, next, message ?? entry.statusMessage),
    },
    ['publish/status'],
  ],
  ['what is deleted is shown', { isShown: () => true }, ['publish/status-deleted']],
  [
    'what is deleted cannot be shown',
    { isShown: (entry) => entry.status !== 'deleted' },
    ['publish/status-deleted', 'publish/status-updated-since'],
  ],
  [
    'a deletion is not told by updated_since',
    { isSince: (entry, since) => RIGHT.isSince(entry, since) && entry.status !== 'deleted' },
    ['publish/status-updated-since'],
  ],
  [
    'the latest stays the latest when it is deleted',
    {
      markLatest: (entries, name) => {
        const own = entries.filter(({ server }) => server.name === name)
        if (
          own.every((entry) => entry.status === 'active') &&
          !own.some(({ isLatest, server }) => isLatest && server.version === '1.1.0')
        )
          markLatest(entries, name)
      },
      findVersion: (entries, version) =>
        version === 'latest'
          ? (entries.find((entry) => entry.isLatest) ??
            entries.find((entry) => entry.server.version === '0'))
          : RIGHT.findVersion(entries, version),
    },
    ['publish/status-latest'],
  ],
  [
    'a status is set that it has',
    {
      isStatusAllowed: (entry, body) =>
        (body['status'] === entry.status && body['statusMessage'] === undefined) ||
        RIGHT.isStatusAllowed(entry, body),
    },
    ['publish/status-refusals'],
  ],
  [
    'any status is taken',
    {
      isStatusAllowed: (entry, body) =>
        body['status'] === 'retired' || RIGHT.isStatusAllowed(entry, body),
    },
    ['publish/status-refusals'],
  ],
  [
    'a message of any length is taken',
    {
      isStatusAllowed: (entry, body) =>
        String(body['statusMessage']).length > 500
          ? body['status'] !== entry.status
          : RIGHT.isStatusAllowed(entry, body),
    },
    ['publish/status-refusals'],
  ],
  [
    'a status is set without a token',
    replacing(/^PATCH .*versions\/1\.0\.0\/status$/, (response) =>
      response.status === 401 ? Response.json({}) : response,
    ),
    ['publish/status-no-token'],
  ],
  [
    'all versions are set, and none told',
    changing(/^PATCH .*%2F[^/]*\/status$/, (body) => void (body.servers = [])),
    ['publish/status-bulk'],
  ],
  [
    'all versions are set, and miscounted',
    changing(/^PATCH .*%2F[^/]*\/status$/, (body) => void (body['updatedCount'] = 1)),
    ['publish/status-bulk'],
  ],
  [
    'an edit is not kept',
    changing(/^GET .*versions\/1\.0\.0$/, ({ server }) => {
      if (String(server['description']).startsWith('Edited')) server['description'] = 'Before'
    }),
    ['publish/edit'],
  ],
  ['an edit may rename', { edits: () => true }, ['publish/edit']],
  [
    'a deletion is a 405',
    replacing(/^DELETE .*versions\/1\.0\.0$/, (response) =>
      response.status === 501 ? Response.json({}, { status: 405 }) : response,
    ),
    ['publish/delete'],
  ],
  [
    'a deletion is said, and not done',
    replacing(/^DELETE .*versions\/1\.0\.0$/, (response) =>
      response.status === 501 ? Response.json({}) : response,
    ),
    ['publish/delete'],
  ],
]

/** Breaks of what is written. */
export const WRITE_MUTATIONS: readonly Mutation[] = [...PROOFS, ...PUBLISH, ...STATUS]
