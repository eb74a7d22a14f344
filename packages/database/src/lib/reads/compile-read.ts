import { MODELS, type Model, type ModelField } from './models.ts'
import { isObject, writeCondition } from './write-condition.ts'
import { NOT_SAYABLE, quote, Writer } from './writer.ts'

/** A question to one table, as one statement whose answer is one JSON value. */
export interface CompiledRead {
  text: string
  values: Writer['values']
  /** Turns the JSON into what Prisma would have answered. */
  decode(rows: unknown): Record<string, unknown>[]
}

type Decode = (value: unknown) => unknown

/** The parts of Prisma's arguments that can be said. */
const ARGUMENTS = ['where', 'select', 'include', 'orderBy', 'take', 'skip', 'cursor']

/**
 * Writes a question in Prisma's words as one statement: relations are joined in it, so that there is one way to the
 * database and back, however deep it goes.
 *
 * Pure: no I/O, no clock.
 *
 * @param schema The Postgres schema of the tables
 * @returns `undefined` for what can only be said by Prisma itself
 */
export function compileRead(schema: string, name: string, args: unknown): CompiledRead | undefined {
  const model = MODELS.get(name)
  if (!model) return undefined
  try {
    const writer = new Writer(schema)
    const { text, decode } = writeRows(writer, model, args)
    return {
      text: `SELECT coalesce(json_agg(r), '[]') AS rows FROM (${text}) r`,
      values: writer.values,
      decode: (rows) => (Array.isArray(rows) ? rows.map(decode) : []),
    }
  } catch (error) {
    if (error === NOT_SAYABLE) return undefined
    throw error
  }
}

/** Writes a count of rows; `undefined` for what can only be said by Prisma itself. */
export function compileCount(schema: string, name: string, args: unknown) {
  const model = MODELS.get(name)
  if (!model || !isObject(args) || Object.keys(args).some((key) => key !== 'where'))
    return undefined
  try {
    const writer = new Writer(schema)
    const condition = writeCondition(writer, model, 't0', args['where'])
    const text = `SELECT to_json(count(*)) AS rows FROM ${writer.table(name)} t0 WHERE ${condition}`
    return { text, values: writer.values }
  } catch (error) {
    if (error === NOT_SAYABLE) return undefined
    throw error
  }
}

interface Rows {
  text: string
  decode: (row: unknown) => Record<string, unknown>
}

/** @param join What ties the rows to those of the statement around it (default: nothing) */
function writeRows(
  writer: Writer,
  model: Model,
  args: unknown,
  join?: (alias: string) => string,
): Rows {
  const given = args === undefined || args === true ? {} : args
  if (!isObject(given)) throw NOT_SAYABLE
  const said = Object.keys(given).filter((key) => given[key] !== undefined)
  if (said.some((key) => !ARGUMENTS.includes(key))) throw NOT_SAYABLE
  const alias = writer.alias()
  const { columns, decode } = writeColumns(writer, model, alias, given)
  const conditions = [
    ...(join ? [join(alias)] : []),
    writeCondition(writer, model, alias, given['where']),
    ...writeCursor(writer, model, alias, given),
  ]
  const order = orderOf(model, given['orderBy'])
    .map(({ column, direction }) => `${alias}.${quote(column)} ${direction}`)
    .join(', ')
  const text = [
    `SELECT ${columns.join(', ') || 'NULL'} FROM ${writer.table(model.name)} ${alias}`,
    `WHERE ${conditions.join(' AND ')}`,
    ...(order ? [`ORDER BY ${order}`] : []),
    ...writeLimits(writer, given),
  ].join(' ')
  return { text, decode }
}

function writeLimits(writer: Writer, { take, skip }: Record<string, unknown>): string[] {
  const bind = (word: string, value: unknown) => {
    if (value === undefined) return []
    if (!Number.isInteger(value) || Number(value) < 0) throw NOT_SAYABLE
    return [`${word} ${writer.bind(value)}`]
  }
  return [...bind('LIMIT', take), ...bind('OFFSET', skip)]
}

/** From the cursor's row on, in an order that runs one way and ends with the id. */
function writeCursor(
  writer: Writer,
  model: Model,
  alias: string,
  { cursor, orderBy }: Record<string, unknown>,
): string[] {
  if (cursor === undefined) return []
  const order = orderOf(model, orderBy)
  const [first] = order
  const isOneWay = order.every(({ direction }) => direction === first?.direction)
  if (!first || !isOneWay || order.at(-1)?.column !== 'id') throw NOT_SAYABLE
  // In Prisma's words nothing says that a column holds no NULL, which no comparison finds.
  if (order.some(({ isRequired }) => !isRequired)) throw NOT_SAYABLE
  const other = writer.alias()
  const columns = (table: string) =>
    order.map(({ column }) => `${table}.${quote(column)}`).join(', ')
  const place = `SELECT ${columns(other)} FROM ${writer.table(model.name)} ${other}
    WHERE ${writeCondition(writer, model, other, cursor)}`
  return [`(${columns(alias)}) ${first.direction === 'asc' ? '>=' : '<='} (${place})`]
}

interface OrderPart {
  column: string
  direction: string
  isRequired: boolean
}

function orderOf(model: Model, orderBy: unknown): OrderPart[] {
  if (orderBy === undefined) return []
  const parts = Array.isArray(orderBy) ? orderBy : [orderBy]
  return parts.flatMap((part) => {
    if (!isObject(part)) throw NOT_SAYABLE
    return Object.entries(part).map(([column, direction]) => {
      const field = model.fields.get(column)
      if (!field || field.kind === 'object' || field.isList) throw NOT_SAYABLE
      if (direction !== 'asc' && direction !== 'desc') throw NOT_SAYABLE
      return { column, direction, isRequired: field.isRequired }
    })
  })
}

interface Columns {
  columns: string[]
  decode: (row: unknown) => Record<string, unknown>
}

/** `select`, or all columns and what `include` adds. */
function writeColumns(
  writer: Writer,
  model: Model,
  alias: string,
  { select, include }: Record<string, unknown>,
): Columns {
  if (select !== undefined && include !== undefined) throw NOT_SAYABLE
  const asked = select ?? { ...allColumns(model), ...(isObject(include) ? include : {}) }
  if (!isObject(asked)) throw NOT_SAYABLE
  const columns: string[] = []
  const decoders: [name: string, decode: Decode][] = []
  for (const [name, value] of Object.entries(asked)) {
    if (value === undefined || value === false) continue
    const { sql, decode } = writeColumn(writer, model, alias, name, value)
    columns.push(`${sql} AS ${quote(name)}`)
    if (decode) decoders.push([name, decode])
  }
  return {
    columns,
    decode: (row) => {
      if (!isObject(row)) throw new TypeError('A row of JSON is an object')
      for (const [name, decode] of decoders) row[name] = decode(row[name])
      return row
    },
  }
}

function allColumns(model: Model): Record<string, true> {
  const columns = [...model.fields.values()].filter(({ kind }) => kind !== 'object')
  return Object.fromEntries(columns.map(({ name }) => [name, true]))
}

interface Column {
  sql: string
  decode?: Decode
}

function writeColumn(
  writer: Writer,
  model: Model,
  alias: string,
  name: string,
  value: unknown,
): Column {
  if (name === '_count') return writeCounts(writer, model, alias, value)
  const relation = model.relations.get(name)
  if (!relation) {
    const field = model.fields.get(name)
    if (!field || value !== true) throw NOT_SAYABLE
    return writeScalar(field, `${alias}.${quote(name)}`)
  }

  const other = MODELS.get(relation.model)
  if (!other) throw NOT_SAYABLE
  const { text, decode } = writeRows(
    writer,
    other,
    value,
    (inner) => `${inner}.${quote(relation.to)} = ${alias}.${quote(relation.from)}`,
  )
  if (!relation.isList) {
    const sql = `(SELECT row_to_json(r) FROM (${text}) r)`
    return { sql, decode: (row) => (row === null ? null : decode(row)) }
  }
  return {
    sql: `(SELECT coalesce(json_agg(r), '[]') FROM (${text}) r)`,
    decode: (rows) => (Array.isArray(rows) ? rows.map(decode) : []),
  }
}

/** What JSON cannot hold as it is: moments, large numbers, and lists that are NULL. */
function writeScalar({ type, isList }: ModelField, column: string): Column {
  if (type === 'Bytes' || type === 'Decimal') throw NOT_SAYABLE
  if (isList) return type === 'String' ? { sql: `coalesce(${column}, '{}')` } : refuse()
  if (type === 'DateTime') {
    // Milliseconds, whether the column holds a moment or a day.
    const sql = `(extract(epoch FROM ${column}) * 1000)::float8`
    return { sql, decode: (value) => (typeof value === 'number' ? new Date(value) : null) }
  }
  if (type === 'BigInt') {
    return {
      sql: `${column}::text`,
      decode: (value) => (typeof value === 'string' ? BigInt(value) : null),
    }
  }
  return { sql: column }
}

function refuse(): never {
  throw NOT_SAYABLE
}

function writeCounts(writer: Writer, model: Model, alias: string, value: unknown): Column {
  if (!isObject(value) || !isObject(value['select'])) throw NOT_SAYABLE
  const counts = Object.entries(value['select']).flatMap(([name, asked]) => {
    if (asked === undefined || asked === false) return []
    const relation = model.relations.get(name)
    const other = relation && MODELS.get(relation.model)
    if (!relation?.isList || !other) throw NOT_SAYABLE
    const inner = writer.alias()
    const where = isObject(asked) ? asked['where'] : undefined
    if (isObject(asked) && Object.keys(asked).some((key) => key !== 'where')) throw NOT_SAYABLE
    const join = `${inner}.${quote(relation.to)} = ${alias}.${quote(relation.from)}`
    const condition = writeCondition(writer, other, inner, where)
    return [
      `'${name}', (SELECT count(*) FROM ${writer.table(other.name)} ${inner} WHERE ${join} AND ${condition})`,
    ]
  })
  return { sql: `json_build_object(${counts.join(', ')})` }
}
