/** Words that say only that a server is a server. */
const GENERIC = new Set([
  'mcp',
  'server',
  'mcp-server',
  'remote',
  'main',
  'api',
  'hub',
  'docs',
  'app',
])
const ACRONYMS = new Set([
  'mcp',
  'api',
  'ai',
  'sql',
  'pdf',
  'aws',
  'cli',
  'llm',
  'rss',
  'sdk',
  'ui',
  'cms',
  'crm',
])

/**
 * Makes a readable title from a registry name, for servers that give none: `com.notion/mcp` → `Notion`,
 * `io.github.acme/weather-forecast_mcp` → `Weather Forecast MCP`.
 *
 * Pure: no I/O, no clock.
 */
export function titleFromName(name: string): string {
  const slash = name.indexOf('/')
  const namespace = slash < 0 ? '' : name.slice(0, slash)
  const own = name.slice(slash + 1)
  const vendor = namespace.split('.').findLast((label) => !GENERIC.has(label.toLowerCase())) ?? ''
  const isGeneric = GENERIC.has(own.toLowerCase())
  const source =
    isGeneric && vendor !== '' ? (own.toLowerCase() === 'docs' ? `${vendor} docs` : vendor) : own
  const title = source
    .split(/[-_.\s]+/)
    .filter(Boolean)
    .map(capitalize)
    .join(' ')
  return title || name
}

function capitalize(word: string): string {
  if (ACRONYMS.has(word.toLowerCase())) return word.toUpperCase()
  return /\p{Lu}/u.test(word) ? word : word.slice(0, 1).toUpperCase() + word.slice(1)
}
