import { MODELS, type Model, type ModelField, type Relation } from './models.ts'
import { literal, NOT_SAYABLE, quote, type Writer } from './writer.ts'

/**
 * Writes Prisma's `where` as a condition.
 *
 * @param alias The statement's name for the table
 * @throws NOT_SAYABLE
 */
export function writeCondition(
  writer: Writer,
  model: Model,
  alias: string,
  where: unknown,
): string {
  return writeParts({ writer, model, alias }, where) ?? 'TRUE'
}

interface Place {
  writer: Writer
  model: Model
  alias: string
}

/** `undefined` where nothing is said. */
function writeParts(place: Place, where: unknown): string | undefined {
  if (where === undefined) return undefined
  if (!isObject(where)) throw NOT_SAYABLE
  const parts = Object.entries(where).flatMap(([name, value]) =>
    value === undefined ? [] : [writeEntry(place, name, value)],
  )
  return joinAll(parts, ' AND ')
}

function writeEntry(place: Place, name: string, value: unknown): string {
  const { writer, model, alias } = place
  const write = (where: unknown) => writeParts(place, where) ?? refuse()
  const writeAll = (word: string) => joinAll(toList(value).map(write), word) ?? refuse()
  if (name === 'AND') return writeAll(' AND ')
  if (name === 'OR') return writeAll(' OR ')
  if (name === 'NOT')
    return (
      joinAll(
        toList(value).map((each) => `NOT ${write(each)}`),
        ' AND ',
      ) ?? refuse()
    )
  const relation = model.relations.get(name)
  if (relation) return writeRelation(writer, relation, alias, value)
  const field = model.fields.get(name)
  if (field) return writeComparison(writer, field, `${alias}.${quote(name)}`, value)
  return model.compoundKeys.has(name) ? write(value) : refuse()
}

/** What an empty list or object means depends, in Prisma, on what is around it. */
function refuse(): never {
  throw NOT_SAYABLE
}

function writeRelation(writer: Writer, relation: Relation, alias: string, value: unknown): string {
  const model = MODELS.get(relation.model)
  if (!model || !isObject(value)) throw NOT_SAYABLE
  const exists = (where: unknown) => {
    const other = writer.alias()
    const join = `${other}.${quote(relation.to)} = ${alias}.${quote(relation.from)}`
    const condition = writeCondition(writer, model, other, where)
    return `EXISTS (SELECT 1 FROM ${writer.table(relation.model)} ${other} WHERE ${join} AND ${condition})`
  }
  if (!relation.isList) {
    const where = 'is' in value ? value['is'] : value
    if ('isNot' in value || !isObject(where)) throw NOT_SAYABLE
    return exists(where)
  }
  const { some, none, ...others } = value
  if (Object.keys(others).length > 0) throw NOT_SAYABLE
  const conditions = [
    ...(some === undefined ? [] : [exists(some)]),
    ...(none === undefined ? [] : [`NOT ${exists(none)}`]),
  ]
  return joinAll(conditions, ' AND ') ?? 'TRUE'
}

const OPERATORS: Readonly<Record<string, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' }

function writeComparison(
  writer: Writer,
  field: ModelField,
  column: string,
  value: unknown,
): string {
  if (field.type === 'Json' || field.type === 'Bytes' || field.kind === 'object') throw NOT_SAYABLE
  const isEnum = field.kind === 'enum'
  const bind = (one: unknown) => (isEnum ? literal(one) : writer.bind(one))
  const isOf = (list: unknown) => {
    if (!isEnum) return `${column} = ANY(${writer.bindList(list)})`
    const values = toList(list).map((one) => `${column} = ${literal(one)}`)
    return joinAll(values, ' OR ') ?? 'FALSE'
  }
  if (!isFilter(value)) {
    if (field.isList) throw NOT_SAYABLE
    return value === null ? `${column} IS NULL` : `${column} = ${bind(value)}`
  }

  const conditions = Object.entries(value).flatMap(([operator, operand]) => {
    if (operand === undefined) return []
    if (field.isList) return [writeListComparison(writer, field, column, operator, operand)]
    if (operator === 'equals') return [writeComparison(writer, field, column, operand)]
    if (operator === 'not' && operand === null) return [`${column} IS NOT NULL`]
    if (operator === 'not' && !isFilter(operand)) return [`${column} <> ${bind(operand)}`]
    if (operator === 'in') return [isOf(operand)]
    if (operator === 'notIn') return [`NOT ${isOf(operand)}`]
    const sign = OPERATORS[operator]
    if (sign === undefined || isEnum) throw NOT_SAYABLE
    return [`${column} ${sign} ${bind(operand)}`]
  })
  return joinAll(conditions, ' AND ') ?? 'TRUE'
}

function writeListComparison(
  writer: Writer,
  field: ModelField,
  column: string,
  operator: string,
  operand: unknown,
): string {
  if (field.kind === 'enum') throw NOT_SAYABLE
  if (operator === 'has') return `${column} @> ARRAY[${writer.bind(operand)}]`
  if (operator === 'hasSome') return `${column} && ${writer.bindList(operand)}`
  if (operator === 'isEmpty' && operand === true) return `cardinality(${column}) = 0`
  if (operator === 'isEmpty' && operand === false) return `cardinality(${column}) > 0`
  throw NOT_SAYABLE
}

/** An object that holds operators; dates and lists are values. */
function isFilter(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !(value instanceof Date)
}

/** Tells an object from a list and from everything else. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value]
}

function joinAll(parts: readonly string[], word: string): string | undefined {
  return parts.length > 1 ? `(${parts.join(word)})` : parts[0]
}
