import { findCategory } from '../registry/categories.ts'
import { Page, TextCutter, type IndexedWord } from './page.ts'

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

/** What the index keeps of one server, or of one tool of it. */
export interface SearchDocument {
  serverId: string
  /** The tool; `undefined` for the server's own document. */
  toolId?: string
  words: IndexedWord[]
  /** The words of names and titles, for typing errors; of a tool, its server's has them. */
  text: string
}

/** How much a word says by where it is written. */
const AS_NAME = 3
const AS_SECOND_NAME = 1.5
const AS_TEXT = 1
const AROUND = 0.3
const IN_PASSING = 0.15
/** How much a concept says by where it is spoken of. */
const CONCEPT_AS_NAME = 1
const CONCEPT_AROUND = 0.5
const CONCEPT_AS_TEXT = 0.4

/** To be raised when documents come out differently: the index then writes all of them anew. */
export const DOCUMENT_REVISION = 3

const MAX_TEXT_CHARS = 1000
const MAX_SCHEMA_DEPTH = 3

/**
 * Makes the search documents of a server: its own first, then one for each tool.
 *
 * Pure: no I/O, no clock.
 */
export function searchDocuments(server: SearchableServer): SearchDocument[] {
  const texts = new TextCutter()
  const ofTools = server.tools.map((tool) => toolDocument(server, tool, texts))
  return [serverDocument(server, texts), ...ofTools]
}

function serverDocument(server: SearchableServer, texts: TextCutter): SearchDocument {
  const page = new Page(texts)
  const translations = translationsOf(server.translations)
  addRegistryName(page, server.name)
  for (const { title } of [server, ...translations]) {
    page.addName(title, AS_NAME)
    page.addConcepts(title, CONCEPT_AS_NAME)
  }
  addFiling(page, server, AS_SECOND_NAME)
  for (const { description } of [server, ...translations]) {
    page.add(description, AS_TEXT)
    page.addConcepts(description, CONCEPT_AS_TEXT)
  }
  page.add(server.scopes.join(' '), IN_PASSING)
  for (const tool of server.tools) addToolOfServer(page, tool)

  const names = [server.name, server.title, ...server.tags, ...server.tools.map(({ name }) => name)]
  return { serverId: server.id, words: page.words(), text: toText(names) }
}

function addToolOfServer(page: Page, tool: SearchableTool): void {
  const name = `${tool.name} ${tool.title ?? ''}`
  page.add(name, AS_SECOND_NAME)
  page.addConcepts(name, CONCEPT_AROUND)
  addToolText(page, tool, AROUND, 0.05)
  page.addConcepts(tool.description, 0.25)
}

function toolDocument(
  server: SearchableServer,
  tool: SearchableTool,
  texts: TextCutter,
): SearchDocument {
  const page = new Page(texts)
  page.addName(tool.name, AS_NAME)
  page.addName(tool.title ?? '', AS_SECOND_NAME)
  page.addConcepts(`${tool.name} . ${tool.title ?? ''}`, CONCEPT_AS_NAME)
  for (const { title } of translationsOf(tool.translations)) {
    page.addName(title, AS_NAME)
    page.addConcepts(title, CONCEPT_AS_NAME)
  }
  addToolText(page, tool, AS_TEXT, IN_PASSING)
  page.addConcepts(tool.description, CONCEPT_AS_TEXT)
  page.add(`${ownNameOf(server.name)} ${server.title}`, AROUND)
  addFiling(page, server, AROUND)
  page.add(server.description, IN_PASSING)
  page.addConcepts([server.title, ...server.tags, server.description].join(' . '), CONCEPT_AROUND)

  return { serverId: server.id, toolId: tool.id, words: page.words(), text: '' }
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
  page.addName(ownNameOf(name), AS_NAME)
  page.addConcepts(ownNameOf(name), CONCEPT_AS_NAME)
  page.addWords([name.toLowerCase(), namespace.toLowerCase()], AS_NAME)
  const host = HOSTS.exec(namespace)?.[0]
  if (host === undefined) page.add(namespace.split('.').slice(1).join(' '), AS_SECOND_NAME)
  else page.add(namespace.slice(host.length), IN_PASSING)
}

function ownNameOf(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

/** A category's titles in both languages let a Japanese wish find a server that only has English words. */
function addFiling(page: Page, server: SearchableServer, amount: number): void {
  for (const slug of server.categories) {
    const titles = findCategory(slug)?.titles
    page.add([slug, titles?.en, titles?.ja].filter(Boolean).join(' '), amount)
  }
  page.add(server.tags.join(' '), amount)
}

function addToolText(page: Page, tool: SearchableTool, text: number, parameters: number): void {
  page.add(tool.description, text)
  for (const { title, description } of translationsOf(tool.translations)) {
    page.add(`${title} ${description}`, text)
  }
  page.add(parameterTexts(tool.inputSchema).join(' '), parameters)
  page.add(translatedParameterTexts(tool.translations).join(' '), parameters)
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

/** Titles and descriptions in other languages, as far as they are texts. */
export function translationsOf(translations: unknown): { title: string; description: string }[] {
  if (!isRecord(translations)) return []
  return Object.values(translations)
    .filter(isRecord)
    .map(({ title, description }) => ({
      title: typeof title === 'string' ? title : '',
      description: typeof description === 'string' ? description : '',
    }))
}

/** Each word once: what resembles a word is compared with all of it. */
function toText(names: readonly string[]): string {
  const words = names
    .join(' ')
    .replaceAll('\u0000', '')
    .toLowerCase()
    .split(/[\s_]+/)
  return [...new Set(words)].join(' ').trim().slice(0, MAX_TEXT_CHARS)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
