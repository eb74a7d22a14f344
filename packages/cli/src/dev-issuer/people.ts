/** A person of the local issuer. */
export interface Person {
  /** The `sub` of their tokens. */
  readonly subject: string
  readonly name: string
}

/** Always the same two, so that a test or a note can speak of them. */
export const PEOPLE: readonly Person[] = [
  { subject: 'aiko', name: 'Aiko' },
  { subject: 'ben', name: 'Ben' },
]

/** Finds a person by their subject. */
export function findPerson(subject: unknown): Person | undefined {
  return PEOPLE.find((person) => person.subject === subject)
}
