import { findCategory } from '../registry/categories.ts'
import { bigrams, tokenize } from './tokenize.ts'

/** How much a field says about what a server is: A its names, B its tools' names and its categories, C its words, D the rest. */
export type Weight = 'A' | 'B' | 'C' | 'D'

/** What search reads of a tool. */
export interface SearchableTool {
  id: string
  name: string
  title?: string | null
  description: string
  /** JSON Schema; the names and descriptions of its properties are read. */
  inputSchema?: unknown
  /** By locale: `{ ja: { title, description } }`. */
  translations?: unknown
}

/** What search reads of a server. */
export interface SearchableServer {
  id: string
  name: string
  title: string
  description: string
  categories: readonly string[]
  tags: readonly string[]
  scopes: readonly string[]
  /** By locale: `{ ja: { title, description } }`. */
  translations?: unknown
  tools: readonly SearchableTool[]
}

/** A word with the places where a document has it. */
export interface IndexedWord {
  word: string
  positions: { at: number; weight: Weight }[]
}

/** What the index keeps of one server, or of one tool of it. */
export interface SearchDocument {
  serverId: string
  /** The tool; `undefined` for the server's own document. */
  toolId?: string
  words: IndexedWord[]
  /** Names and titles as written, for typing errors. */
  text: string
}

/** A document is cut after this many words: a server with a thousand tools is still one page of results. */
export const MAX_DOCUMENT_WORDS = 4000
const MAX_POSITIONS_PER_WORD = 24
const MAX_FIELD_CHARS = 20_000
const MAX_TEXT_CHARS = 2000
const MAX_SCHEMA_DEPTH = 3

/**
 * Makes the search documents of a server: its own first, then one for each tool.
 *
 * Pure: no I/O, no clock.
 */
export function searchDocuments(server: SearchableServer): SearchDocument[] {
  return [serverDocument(server), ...server.tools.map((tool) => toolDocument(server, tool))]
}

function serverDocument(server: SearchableServer): SearchDocument {
  const page = new Page()
  addRegistryName(page, server.name)
  page.addName(server.title)
  for (const { title } of translationsOf(server.translations)) page.addName(title)
  for (const tool of server.tools) page.add(`${tool.name} ${tool.title ?? ''}`, 'B')
  addFiling(page, server)
  page.add(server.description, 'C')
  for (const { description } of translationsOf(server.translations)) page.add(description, 'C')
  page.add(server.scopes.join(' '), 'D')
  for (const tool of server.tools) addToolText(page, tool, 'D')

  const names = [server.name, server.title, ...server.tags, ...server.tools.map(({ name }) => name)]
  return { serverId: server.id, words: page.words(), text: toText(names) }
}

function toolDocument(server: SearchableServer, tool: SearchableTool): SearchDocument {
  const page = new Page()
  page.addName(tool.name)
  page.addName(tool.title ?? '')
  for (const { title } of translationsOf(tool.translations)) page.addName(title)
  page.add(`${ownNameOf(server.name)} ${server.title}`, 'B')
  addFiling(page, server)
  addToolText(page, tool, 'C')
  page.add(server.description, 'D')

  const names = [tool.name, tool.title ?? '', server.title]
  return { serverId: server.id, toolId: tool.id, words: page.words(), text: toText(names) }
}

/** Namespaces of hosts, where anybody publishes: the host's name says nothing about the server. */
const HOSTS =
  /^(?:io\.github|com\.github|io\.gitlab|com\.gitlab|ai\.smithery|live\.alpic\.staging)(?:\.|$)/

/**
 * The whole name and its namespace are words of their own, for who knows them. Of their parts, the last says most;
 * the vendor's domain helps; the top-level domain would make a search for `ai` or `io` find everything.
 */
function addRegistryName(page: Page, name: string): void {
  const namespace = name.slice(0, Math.max(0, name.indexOf('/')))
  page.addName(ownNameOf(name))
  page.addWords([name.toLowerCase(), namespace.toLowerCase()], 'A')
  const host = HOSTS.exec(namespace)?.[0]
  if (host === undefined) page.add(namespace.split('.').slice(1).join(' '), 'B')
  else page.add(namespace.slice(host.length), 'D')
}

function ownNameOf(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

/** A category's titles in both languages let a Japanese wish find a server that only has English words. */
function addFiling(page: Page, server: SearchableServer): void {
  for (const slug of server.categories) {
    const titles = findCategory(slug)?.titles
    page.add([slug, titles?.en, titles?.ja].filter(Boolean).join(' '), 'B')
  }
  page.add(server.tags.join(' '), 'B')
}

function addToolText(page: Page, tool: SearchableTool, weight: Weight): void {
  page.add(tool.description, weight)
  for (const { title, description } of translationsOf(tool.translations)) {
    page.add(`${title} ${description}`, weight)
  }
  page.add(parameterTexts(tool.inputSchema).join(' '), 'D')
  page.add(translatedParameterTexts(tool.translations).join(' '), 'D')
}

function parameterTexts(schema: unknown, depth = 0): string[] {
  if (depth >= MAX_SCHEMA_DEPTH || !isRecord(schema)) return []
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  return Object.entries(properties).flatMap(([name, property]) => [
    name,
    isRecord(property) && typeof property['description'] === 'string'
      ? property['description']
      : '',
    ...parameterTexts(property, depth + 1),
  ])
}

/** What a reader of another language calls the parameters and their choices. */
function translatedParameterTexts(translations: unknown): string[] {
  if (!isRecord(translations)) return []
  const fields = Object.values(translations).map((texts) => isRecord(texts) && texts['fields'])
  return fields
    .filter(isRecord)
    .flatMap((texts) => Object.values(texts))
    .filter(isRecord)
    .flatMap(({ title, description, options }) => [
      title,
      description,
      ...Object.values(Object(options)),
    ])
    .filter((text) => typeof text === 'string')
}

function translationsOf(translations: unknown): { title: string; description: string }[] {
  if (!isRecord(translations)) return []
  return Object.values(translations)
    .filter(isRecord)
    .map(({ title, description }) => ({
      title: typeof title === 'string' ? title : '',
      description: typeof description === 'string' ? description : '',
    }))
}

function toText(names: readonly string[]): string {
  return names.filter(Boolean).join(' ').replaceAll('\u0000', '').slice(0, MAX_TEXT_CHARS)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The words of one document in the making. Forms of one word share its place, so that distances stay true. */
class Page {
  readonly #words = new Map<string, IndexedWord>()
  #at = 0

  add(whole: string, weight: Weight): void {
    const text = whole.slice(0, MAX_FIELD_CHARS)
    for (const { word, stem, parts } of tokenize(text)) {
      if (this.#at >= MAX_DOCUMENT_WORDS) return
      this.#at += 1
      this.#put(new Set([word, stem, ...parts]), weight)
    }
    for (const pair of bigrams(text)) this.#put([pair], weight)
    // A gap: the end of one field is not beside the beginning of the next.
    this.#at += 4
  }

  /** A name is also found when its words are written as one: `stackoverflow`. */
  addName(text: string): void {
    this.add(text, 'A')
    const tokens = tokenize(text)
    const joined = tokens.slice(1).map(({ word }, index) => `${tokens[index]?.word ?? ''}${word}`)
    this.#put(joined, 'A')
  }

  /** Words as they are, not to be taken apart. */
  addWords(words: readonly string[], weight: Weight): void {
    this.#put(words, weight)
  }

  words(): IndexedWord[] {
    return [...this.#words.values()]
  }

  #put(forms: Iterable<string>, weight: Weight): void {
    for (const word of forms) {
      if (word === '') continue
      const known = this.#words.get(word) ?? { word, positions: [] }
      if (known.positions.length >= MAX_POSITIONS_PER_WORD) continue
      known.positions.push({ at: Math.max(1, this.#at), weight })
      this.#words.set(word, known)
    }
  }
}
