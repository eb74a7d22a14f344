/** Thrown where a question can only be put in Prisma's own words. */
export const NOT_SAYABLE = Symbol('not sayable')

/** A value as the driver takes it. */
export type Bound = string | number | boolean

/** Collects the values of a statement while its text is written. */
export class Writer {
  readonly values: (Bound | Bound[])[] = []
  readonly #schema: string
  #tables = 0

  constructor(schema: string) {
    this.#schema = schema
  }

  /** Binds a value: `$1`, `$2`, … */
  bind(value: unknown): string {
    if (!isPlain(value)) throw NOT_SAYABLE
    this.values.push(toBound(value))
    return `$${this.values.length}`
  }

  /** Binds a list of them. */
  bindList(values: unknown): string {
    if (!Array.isArray(values) || !values.every(isPlain)) throw NOT_SAYABLE
    this.values.push(values.map(toBound))
    return `$${this.values.length}`
  }

  /** A name for one more table in the statement. */
  alias(): string {
    this.#tables += 1
    return `t${this.#tables}`
  }

  /** A table, as the statement names it. */
  table(model: string): string {
    return `${quote(this.#schema)}.${quote(model)}`
  }
}

/** Quotes the name of a column or table. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A value of an enumeration. It stands in the statement itself: indexes may be built for it. */
export function literal(value: unknown): string {
  if (typeof value !== 'string' || !/^\w+$/.test(value)) throw NOT_SAYABLE
  return `'${value}'`
}

/** A moment in UTC: a column may hold a day, which is one only with its zone. */
function toBound(value: string | number | boolean | bigint | Date): Bound {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'bigint' ? String(value) : value
}

function isPlain(value: unknown): value is string | number | boolean | bigint | Date {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint' ||
    value instanceof Date
  )
}
