/** How a value of a tool's answer is best shown. */
export type ValueShape =
  | { kind: 'nothing' }
  | { kind: 'plain'; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'list'; items: unknown[] }
  | { kind: 'table'; columns: string[]; rows: Record<string, unknown>[] }
  | { kind: 'entries'; entries: [string, unknown][] }

const MAX_COLUMNS = 8

/** Chooses how to show a value: a table for alike records, a list, a definition list, a text. */
export function shapeOf(value: unknown): ValueShape {
  if (value === null || value === undefined || value === '') return { kind: 'nothing' }
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  if (Array.isArray(value)) return shapeOfList(value)
  if (isRecord(value)) {
    const entries = Object.entries(value)
    return entries.length === 0 ? { kind: 'nothing' } : { kind: 'entries', entries }
  }
  return { kind: 'plain', text: String(value) }
}

/** The words of a key: `startsAt` and `starts_at` are read as "Starts at". */
export function keyWords(key: string): string {
  const words = key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return words === '' ? key : words.charAt(0).toUpperCase() + words.slice(1)
}

/** The title that a schema gives a property, or else the words of its key. */
export function titleOf(schema: unknown, key: string): string {
  const property = propertyOf(schema, key)
  const title = isRecord(property) ? property['title'] : undefined
  return typeof title === 'string' ? title : keyWords(key)
}

/** The schema of a property, if the schema describes it. */
export function propertyOf(schema: unknown, key: string): unknown {
  const properties = isRecord(schema) ? schema['properties'] : undefined
  return isRecord(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined
}

/** The schema of a list's items, if the schema describes them. */
export function itemOf(schema: unknown): unknown {
  return isRecord(schema) ? schema['items'] : undefined
}

function shapeOfList(items: unknown[]): ValueShape {
  if (items.length === 0) return { kind: 'nothing' }

  const rows = items.filter(isRecord)
  if (rows.length !== items.length) return { kind: 'list', items }

  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const isFlat = rows.every((row) => Object.values(row).every(isFlatValue))
  const isTable = isFlat && columns.length > 0 && columns.length <= MAX_COLUMNS
  return isTable ? { kind: 'table', columns, rows } : { kind: 'list', items }
}

function isFlatValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object')
  return typeof value !== 'object' || value === null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
