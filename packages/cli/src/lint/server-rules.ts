import type { Manifest } from '@toolgraph/worker'
import { error, warning, type Found } from './rule.ts'

/** What other registries show of a description (`server.json` of the official schema). */
export const MAX_CARD_DESCRIPTION = 100

const MAX_TITLE = 100
const MAX_DESCRIPTION = 1000
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]\/[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]$/
const SEMANTIC = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/

/** The name is one that registries take. */
export function* serverName({ name }: Manifest): Generator<Found> {
  if (!NAME.test(name) || name.length > 200 || name.includes('..'))
    yield error(
      'name',
      `Server "${name}": registries take a reverse-DNS namespace, one slash and a name, such as "com.example/weather"`,
    )
  else if (/(?:^|\.)example(?:\.|\/)/.test(name))
    yield warning(
      'name',
      `Server "${name}": "example" is nobody's; begin with a domain of yours, or with "io.github.you"`,
    )
}

/** The version can be compared with others. */
export function* serverVersion({ version }: Manifest): Generator<Found> {
  if (!SEMANTIC.test(version))
    yield error('version', `Version "${version}" is not three numbers: write it like "1.0.0"`)
}

/** The server has a name for people. */
export function* serverTitle({ title, name }: Manifest): Generator<Found> {
  if (title === name || title.trim() === '')
    yield warning('title', 'The server has no title: people would see its technical name')
  if (title.length > MAX_TITLE)
    yield error('title', `The server's title has more than ${MAX_TITLE} characters: shorten it`)
}

/** The server says what it is for, short enough to be shown whole. */
export function* serverDescription({ description }: Manifest): Generator<Found> {
  const { length } = [...description.trim()]
  if (length === 0)
    yield error('description', 'The server has no description: search and agents go by it')
  if (length > MAX_DESCRIPTION)
    yield error(
      'description',
      `The server's description has more than ${MAX_DESCRIPTION} characters`,
    )
  else if (length > MAX_CARD_DESCRIPTION)
    yield warning(
      'description',
      `The server's description has ${length} characters: server.json takes ${MAX_CARD_DESCRIPTION}, so the rest is cut there`,
    )
}

/** The server's address can be reached by others. */
export function* serverUrl({ url }: Manifest): Generator<Found> {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' }
  if (hostname === '') yield error('url', `The server's address "${url}" is not a URL`)
  else if (isLoopback(hostname))
    yield warning(
      'url',
      `The server's address "${url}" is one of this machine: nobody else reaches it`,
    )
  else if (protocol !== 'https:')
    yield error('url', `The server's address "${url}" is not an https address`)
}

/** Whether a host is this very machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$|\.localhost$/.test(hostname)
}
