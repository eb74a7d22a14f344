import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSourceFiles, resolveImport, type SourceFile } from './source-files.ts'

const files = readSourceFiles()

/** What each folder may import of ours: everything else in the house is closed to it. The first that fits counts. */
const ALLOWED: readonly (readonly [folder: string, packages: readonly string[]])[] = [
  ['graph/src/registry', ['errors', 'server-json']],
  ['graph/src/ownership', ['errors']],
  ['graph/src/limits', ['errors', 'throttle']],
  ['graph/src/namespaces', ['errors']],
  ['graph/src/moderation', ['errors']],
  ['graph/src/search', ['errors']],
  ['graph/src/health', ['errors']],
  ['graph/src/icons', ['errors']],
  ['graph/src/connections', ['errors']],
  ['graph/src/notifications', ['errors']],
  ['graph/src/import', ['errors', 'server-json']],
  ['graph/src/mirror', ['errors']],
  ['graph/src/storage', ['errors', 'database', 'server-json', 'throttle']],
  ['graph/bench', ['database', 'entry', 'testing']],
  ['graph/e2e', ['database', 'entry', 'access-token', 'mcp-client', 'safe-fetch', 'testing']],
  [
    'graph',
    [
      'errors',
      'database',
      'entry',
      'worker',
      'access-token',
      'mcp-client',
      'safe-fetch',
      'server-json',
      'throttle',
    ],
  ],
  ['auth/bench', ['database', 'entry', 'safe-fetch', 'testing']],
  ['auth', ['errors', 'database', 'entry', 'safe-fetch', 'throttle']],
  ['workers', ['errors', 'database', 'house-server', 'worker']],
  ['agent-web', ['errors', 'database', 'entry', 'mcp-client', 'safe-fetch']],
  ['packages/errors', []],
  ['packages/server-json', []],
  ['packages/entry', []],
  ['packages/database', []],
  ['packages/safe-fetch', ['errors']],
  ['packages/throttle', ['errors', 'database']],
  ['packages/access-token', ['errors']],
  ['packages/mcp-client', ['errors', 'safe-fetch']],
  ['packages/worker-kit/bench', ['worker', 'entry', 'access-token', 'testing']],
  ['packages/worker-kit', ['errors', 'entry', 'access-token']],
  ['packages/cli', ['errors', 'entry', 'worker', 'mcp-client', 'safe-fetch', 'server-json']],
  ['packages/house-server', ['database', 'entry', 'worker']],
  ['packages/launcher', ['database']],
  ['packages/testing', ['database', 'launcher', 'house-server', 'worker']],
  ['scripts', []],
]

/** Which rooms of the graph a room may know. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  // Each verb asks the table of permissions; the verbs of ownership are about servers, too.
  'graph/src/registry': ['graph/src/ownership', 'graph/src/limits'],
  'graph/src/ownership': ['graph/src/registry', 'graph/src/limits'],
  'graph/src/limits': ['graph/src/registry'],
  'graph/src/namespaces': ['graph/src/registry', 'graph/src/ownership', 'graph/src/limits'],
  'graph/src/moderation': ['graph/src/registry', 'graph/src/ownership', 'graph/src/limits'],
  'graph/src/search': ['graph/src/registry'],
  'graph/src/health': ['graph/src/registry', 'graph/src/limits'],
  'graph/src/icons': ['graph/src/registry'],
  'graph/src/connections': ['graph/src/registry', 'graph/src/health', 'graph/src/limits'],
  'graph/src/notifications': ['graph/src/registry', 'graph/src/limits'],
  'graph/src/import': ['graph/src/registry', 'graph/src/search'],
  'graph/src/mirror': ['graph/src/import'],
}

/** Libraries that stay behind one door. */
const DOORS: readonly (readonly [library: RegExp, folders: readonly string[]])[] = [
  [/^@openauthjs\/openauth/, ['auth/src/issuer']],
  [
    /^@modelcontextprotocol\/(client|server|core)/,
    ['packages/worker-kit', 'packages/mcp-client', 'packages/cli/bench/peers'],
  ],
  [/^@prisma\/client|\/generated\//, ['packages/database']],
  [/^nodemailer/, ['auth/src/mail']],
]

/** Everything that a room may not know: transports, databases, platforms. */
const NOT_IN_ROOMS =
  /^(hono|graphql|@pothos\/|@prisma\/|@modelcontextprotocol\/|node:|cloudflare:|pg$|@toolgraph\/(?!errors|server-json|throttle$))/

const owned = (file: SourceFile) => ALLOWED.find(([folder]) => file.name.startsWith(`${folder}/`))
const ours = (specifier: string) => /^@toolgraph\/([a-z-]+)/.exec(specifier)?.[1]

describe('the arrows between the rooms', () => {
  it('finds the files it speaks of', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(files.filter((file) => !owned(file)).map((file) => file.name)).toEqual([])
  })

  it('lets a folder import only the packages that the design gives it', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((specifier) => ours(specifier) && !owned(file)?.[1].includes(ours(specifier) ?? ''))
        .map((specifier) => `${file.name} → ${specifier}`),
    )
    expect(wrong).toEqual([])
  })

  it('keeps the products apart: no relative import leaves its own folder', () => {
    const product = (name: string) =>
      name.split('/').slice(0, /^(workers|packages)\//.test(name) ? 2 : 1)
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => resolveImport(file, specifier))
        .filter((target) => product(target).join('/') !== product(file.name).join('/'))
        .map((target) => `${file.name} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('keeps rooms pure: no transport, database, platform, face or storage', () => {
    const wrong = files.flatMap((file) => {
      const room = Object.keys(ROOMS).find((folder) => file.name.startsWith(`${folder}/`))
      if (!room) return []
      return file.imports
        .map((specifier) => resolveImport(file, specifier))
        .filter((target) => {
          if (NOT_IN_ROOMS.test(target)) return true
          if (!target.startsWith('graph/src/')) return false
          return ![room, ...(ROOMS[room] ?? [])].some((folder) => target.startsWith(`${folder}/`))
        })
        .map((target) => `${file.name} → ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('keeps each library behind its door', () => {
    const wrong = files.flatMap((file) =>
      file.imports.flatMap((specifier) => {
        const door = DOORS.find(([library]) => library.test(specifier))
        const isOpen = !door || door[1].some((folder) => file.name.startsWith(`${folder}/`))
        return isOpen ? [] : [`${file.name} → ${specifier}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  it('keeps faces and rooms from the entries, and entries from each other', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .map((specifier) => resolveImport(file, specifier))
        .filter((target) => /\/src\/entry\//.test(target) && !file.name.includes('/src/entry/'))
        .map((target) => `${file.name} → ${target}`),
    )
    expect(wrong).toEqual([])
  })
})

/** What a Worker may not load: Node itself, and what is made for it. */
const NEEDS_NODE = /^node:|^@toolgraph\/[a-z-]+\/node$|^nodemailer$/

describe('what runs on Workers', () => {
  /** Roots that a Worker loads; what they reach by relative imports may not need Node. */
  const roots = files
    .map((file) => file.name)
    .filter(
      (name) =>
        /^(graph|auth|workers\/[^/]+)\/src\/entry\/worker\.ts$/.test(name) ||
        /^packages\/(errors|safe-fetch|access-token|mcp-client|worker-kit|entry|house-server|server-json|throttle)\/src\/(index|worker)\.ts$/.test(
          name,
        ),
    )

  it.each(roots)('%s reaches no Node import', (root) => {
    const byName = new Map(files.map((file) => [file.name, file]))
    const seen = new Set<string>()
    const wrong: string[] = []
    const visit = (name: string) => {
      const file = byName.get(name)
      if (!file || seen.has(name)) return
      seen.add(name)
      for (const specifier of file.imports) {
        if (NEEDS_NODE.test(specifier)) wrong.push(`${name} → ${specifier}`)
        if (specifier.startsWith('.')) visit(path.posix.normalize(resolveImport(file, specifier)))
      }
    }
    visit(root)
    expect(wrong).toEqual([])
  })
})
