import { isJson, listOf, OFFICIAL_META, textOf } from '../../src/import/parse-record.ts'
import { createWordMaker, type WordMaker } from './make-words.ts'
import { createRandom, type Random } from './random.ts'
import type { SeedRecord, Seeds, SeedTool } from './seeds.ts'

/** A server that was made, as a registry would list it, with what else is known of it. */
export interface MadeServer {
  name: string
  /** All its versions. */
  records: readonly SeedRecord[]
  tools: readonly MadeTool[]
  /** What a probe would have said. */
  health: string
  linkCount: number
  /** Its words in Japanese. */
  japanese: { title: string; description: string } | undefined
}

/** A tool of a server that was made. */
export interface MadeTool extends SeedTool {
  inputSchema: object
}

/** Of the servers of the official registry so many answered with tools (its issue 1579). */
const WITH_TOOLS = 0.3
const IN_JAPANESE = 0.05
/** A census of remote servers (the official registry's issues 1445 and 1579), in hundredths. */
const HEALTH = Object.entries({
  open: 54,
  gated: 27,
  down: 9,
  not_mcp: 6,
  gated_broken: 2,
  wrong_transport: 2,
}).flatMap(([state, share]) => Array.from({ length: share }, () => state))
const MAX_LINKS = 50_000
const YEAR_MS = 365 * 24 * 3_600_000

/**
 * Makes servers out of real ones: the real ones as they are, then variations of them with names, addresses and some
 * words of their own. The same in every run.
 *
 * Pure: no I/O, no clock.
 */
export function* makeServers(seeds: Seeds, count: number, seed = 1): Generator<MadeServer> {
  const random = createRandom(seed)
  const words = createWordMaker(
    seeds.servers.flatMap((records) => records.map(textsOf)),
    seed + 1,
  )
  const toolTexts = seeds.toolLists.flatMap((tools) => tools.map(({ description }) => description))
  const toolWords = createWordMaker(toolTexts, seed + 2)
  const names = new Set(seeds.servers.map(([record]) => nameOf(record).toLowerCase()))
  for (let index = 0; index < count; index += 1) {
    const real = seeds.servers[index]
    const records =
      real ?? vary({ records: random.pick(seeds.servers), random, words, names, index })
    const isRemote = records.some(({ server }) => listOf(server['remotes']).length > 0)
    yield {
      name: nameOf(records[0]),
      records,
      tools: random.is(WITH_TOOLS) ? makeTools(seeds, random, toolWords) : [],
      health: isRemote ? random.pick(HEALTH) : 'unknown',
      // A few are used by many, most by nobody.
      linkCount: Math.min(MAX_LINKS, Math.floor((1 - random.next()) ** -0.9) - 1),
      japanese: random.is(IN_JAPANESE) ? makeJapanese(seeds, random) : undefined,
    }
  }
}

interface Variation {
  records: readonly SeedRecord[]
  random: Random
  words: WordMaker
  names: Set<string>
  index: number
}

function vary({ records, random, words, names, index }: Variation): SeedRecord[] {
  const name = makeName(nameOf(records[0]), words, names)
  const [first] = records
  const own = {
    name,
    ...(first?.server['title'] === undefined
      ? {}
      : { title: `${capitalize(words.coin())} ${words.vary(textOf(first.server['title']))}` }),
    description: words.vary(textOf(first?.server['description'])).slice(0, 100),
  }
  const shift = random.below(YEAR_MS)
  return records.map(({ server, _meta }) => ({
    server: { ...server, ...own, ...moveAddresses(server, index) },
    _meta: { ..._meta, [OFFICIAL_META]: moveDates(_meta[OFFICIAL_META], shift) },
  }))
}

/** `io.github.someone/some-server` → `io.github.kovari/some-tavily-server`. */
function makeName(real: string, words: WordMaker, names: Set<string>): string {
  const [namespace = '', part = ''] = real.split('/')
  const labels = namespace.split('.')
  for (;;) {
    const owner = [...labels.slice(0, -1), `${words.coin()}${words.coin()}`].join('.')
    const name = `${owner}/${words.vary(part)}`.slice(0, 200)
    if (names.has(name.toLowerCase())) continue
    names.add(name.toLowerCase())
    return name
  }
}

/** Two servers have neither one endpoint nor one package. */
function moveAddresses(server: SeedRecord['server'], index: number) {
  const remotes = listOf(server['remotes']).map((remote) => ({
    ...remote,
    url: textOf(remote['url']).replace(/^https:\/\//, `https://s${index}.`),
  }))
  const packages = listOf(server['packages']).map((item) => ({
    ...item,
    identifier: `${textOf(item['identifier'])}-${index}`,
  }))
  return {
    ...(remotes.length > 0 && { remotes }),
    ...(packages.length > 0 && { packages }),
  }
}

function moveDates(official: unknown, shift: number) {
  if (!isJson(official)) return {}
  const move = (date: unknown) =>
    typeof date === 'string' ? new Date(Date.parse(date) - shift).toISOString() : date
  return {
    ...official,
    publishedAt: move(official['publishedAt']),
    updatedAt: move(official['updatedAt']),
  }
}

function makeTools({ toolLists, inputSchemas }: Seeds, random: Random, words: WordMaker) {
  const tools = random.pick(toolLists).map(({ name, description }) => ({
    name: random.is(0.5) ? name : words.vary(name),
    description: words.vary(description),
    inputSchema: random.pick(inputSchemas),
  }))
  return [...new Map(tools.map((tool) => [tool.name, tool])).values()]
}

function makeJapanese({ bilingual }: Seeds, random: Random) {
  const { title } = random.pick(bilingual)
  const [one, other] = [random.pick(bilingual), random.pick(bilingual)]
  return { title: title.ja, description: `${one.description.ja}${other.description.ja}` }
}

function textsOf({ server }: SeedRecord): string {
  return `${textOf(server['title'])} ${textOf(server['description'])}`
}

function nameOf(record: SeedRecord | undefined): string {
  return textOf(record?.server['name'])
}

function capitalize(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
