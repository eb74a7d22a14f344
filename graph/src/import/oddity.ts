/** What real registries get wrong, with what is done about it. */
export const ODDITIES = {
  record_unreadable: 'is not a server record: left out',
  name_missing: 'has no name: left out',
  name_invalid: 'has a name that is not of the form "com.example/server"',
  name_differs_by_case:
    'has a name that differs from another one only by case: taken as one server',
  version_missing: 'has no version: left out',
  version_not_semantic: 'has a version that is not three numbers: ranks below those that are',
  version_twice: 'has the same version twice: the later one counts',
  description_missing: 'has no description',
  repository_empty: 'has an empty repository: taken as none',
  repository_invalid: 'has a repository that is not a web address: taken as none',
  status_unknown: 'has a status outside the standard: taken as active',
  date_invalid: 'has no publication date that can be read',
  latest_unclear: 'does not say which version is the latest: the highest counts',
  nothing_to_reach: 'has neither a remote endpoint nor a package',
  address_template: 'has only addresses with placeholders: listed without an endpoint',
  address_invalid: 'has a remote endpoint that is not an https address: listed without it',
  address_taken: 'has the endpoint of another server: listed without it',
  characters_removed: 'has characters that cannot be stored: removed',
  status_held: 'was withdrawn or deprecated here by an operator: stays so',
  published_here: 'was published here by its owner: left as it is',
  refused_by_database: 'was refused by the database: left out',
  page_failed: 'is a page that could not be read: reading ended there',
  list_unreadable: 'is a page without a list of servers: reading ended there',
  cursor_repeated: 'is a cursor that was given before: reading ended there',
} as const

/** What is odd. */
export type OddityKind = keyof typeof ODDITIES

/** Something odd about one server. */
export interface Oddity {
  kind: OddityKind
  /** The server's name, or the place of the record (`record 17`). */
  subject: string
  /** How many of its records are so. */
  count: number
  /** What exactly, in few characters. */
  detail?: string
}

/** Collects oddities; the same one of the same server is counted, not repeated. */
export class Oddities {
  readonly #byKey = new Map<string, Oddity>()

  /** Notes an oddity, seen once more. */
  add(kind: OddityKind, subject: string, detail?: string): void {
    const key = `${kind} ${subject}`
    const known = this.#byKey.get(key)
    if (known) this.#byKey.set(key, { ...known, count: known.count + 1 })
    else this.#byKey.set(key, { kind, subject, count: 1, ...(detail ? { detail } : {}) })
  }

  /** Notes what another collection holds. */
  addAll(others: Iterable<Oddity>): void {
    for (const other of others) this.#byKey.set(`${other.kind} ${other.subject}`, other)
  }

  /** All, by kind in the order of the table above, then as they came. */
  list(): Oddity[] {
    const order = Object.keys(ODDITIES)
    return [...this.#byKey.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  }
}
