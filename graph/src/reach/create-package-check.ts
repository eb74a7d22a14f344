import type { SafeFetch } from '@toolgraph/safe-fetch'
import * as z from 'zod'
import type { PackageCheck, PackageVerdict } from '../registry/package-ownership.ts'
import { checkImage } from './check-image.ts'
import { readAnswer } from './read-answer.ts'

/** A way to a package registry: a GET that is bounded in size and time. */
export type Ask = (
  url: string,
  headers?: Readonly<Record<string, string>>,
) => Promise<{ status: number; text: string } | undefined>

interface Question {
  identifier: string
  version: string
  serverName: string
  ask: Ask
}

const MAX_ANSWER_BYTES = 4_194_304

interface Kind {
  /** The one registry where such packages are; empty: the identifier says it. */
  base: string
  check: (question: Question) => Promise<PackageVerdict>
}

/** The registry of each kind of package, and how a package there says whose server it is. */
const KINDS: Readonly<Record<string, Kind>> = {
  pypi: { base: 'https://pypi.org', check: checkPypi },
  nuget: { base: 'https://api.nuget.org/v3/index.json', check: checkNuget },
  oci: { base: '', check: checkImage },
  mcpb: { base: '', check: checkBundle },
}

/**
 * Creates the check of packages: npm, PyPI, NuGet, container images and bundles, each at its public registry only.
 *
 * @param npmRegistry The address of npm's (default: packages of npm cannot be verified)
 */
export function createPackageCheck(fetch: SafeFetch, npmRegistry = ''): PackageCheck {
  const kinds = npmRegistry === '' ? KINDS : { ...KINDS, npm: npmKind(npmRegistry) }
  return async (found, serverName, signal) => {
    const { registryType = '', registryBaseUrl, identifier = '', version = '' } = found
    const kind = Object.hasOwn(kinds, registryType) ? kinds[registryType] : undefined
    if (!kind || (kind.base !== '' && (registryBaseUrl ?? kind.base) !== kind.base))
      return 'foreign'
    const ask: Ask = (url, headers = {}) =>
      readAnswer(() => fetch(url, { headers, signal }), MAX_ANSWER_BYTES)
    return kind.check({ identifier, version, serverName, ask })
  }
}

/** npm: `mcpName` in the version's `package.json`. */
function npmKind(address: string): Kind {
  const base = address.replace(/\/$/, '')
  return {
    base,
    async check({ identifier, version, serverName, ask }) {
      const path = `${encodeURIComponent(identifier)}/${encodeURIComponent(version)}`
      const answer = await ask(`${base}/${path}`)
      return judge(answer, (text) => mcpNameSchema.parse(JSON.parse(text)).mcpName === serverName)
    },
  }
}

/** PyPI: `mcp-name: NAME` in the description. */
async function checkPypi({ identifier, version, serverName, ask }: Question) {
  const path = `${encodeURIComponent(identifier)}/${encodeURIComponent(version)}`
  const answer = await ask(`https://pypi.org/pypi/${path}/json`)
  return judge(answer, (text) =>
    says(pypiSchema.parse(JSON.parse(text)).info.description ?? '', serverName),
  )
}

/** NuGet: `mcp-name: NAME` in the README. */
async function checkNuget({ identifier, version, serverName, ask }: Question) {
  const id = encodeURIComponent(identifier.toLowerCase())
  const path = `${id}/${encodeURIComponent(version.toLowerCase())}/readme`
  const answer = await ask(`https://api.nuget.org/v3-flatcontainer/${path}`)
  return judge(answer, (text) => says(text, serverName))
}

/** A bundle names itself: it is there, at a release of GitHub or GitLab, with "mcp" in its address. */
async function checkBundle({ identifier, ask }: Question) {
  if (!BUNDLE.test(identifier)) return 'foreign'
  // One byte is enough to see that it is there.
  return judge(await ask(identifier, { range: 'bytes=0-0' }), () => true)
}

const BUNDLE =
  /^https:\/\/(?:github|gitlab)\.com\/(?=.*mcp)[^?#]*\/(?:releases|-\/releases|-\/package_files)\/[^?#]+$/i

const mcpNameSchema = z.object({ mcpName: z.string().optional() })
const pypiSchema = z.object({ info: z.object({ description: z.string().nullish() }) })

/** What is not there is not theirs; every other answer than a sound one proves nothing. */
export function judge(
  answer: { status: number; text: string } | undefined,
  isOwned: (text: string) => boolean,
): PackageVerdict {
  if (answer?.status === 404) return 'foreign'
  if (answer?.status !== 200 && answer?.status !== 206) return 'unreadable'
  try {
    return isOwned(answer.text) ? 'owned' : 'foreign'
  } catch {
    return 'unreadable'
  }
}

/** The whole name, not the beginning of another one. */
function says(text: string, serverName: string): boolean {
  const names = text.matchAll(/mcp-name:\s*([A-Za-z0-9][A-Za-z0-9._/-]*)/g)
  return [...names].some(([, name]) => name?.replace(/[.]+$/, '') === serverName)
}
