import * as z from 'zod'
import { toNameKey } from '../registry/server.ts'

/** How an owner came to a namespace: by publishing in it first, by a proof, or by the operator's word. */
export type NamespaceMethod = 'first_come' | 'dns' | 'http' | 'github' | 'administrator'

/** Whose a namespace is. */
export interface Namespace {
  /** Reverse-DNS, lower case: `com.example`. */
  readonly namespace: string
  readonly ownerId: string
  readonly method: NamespaceMethod
  /** Whether it stands for what is below it, too: `com.example.*`. */
  readonly includesChildren: boolean
  readonly isProven: boolean
}

/** The largest number of namespaces that an owner may hold without a proof. */
export const MAX_PROVISIONAL_NAMESPACES = 20

/** A host name whose owner can be asked for: at least two labels, ASCII as DNS has it. */
export const domainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^(?=.*[a-z])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be a domain such as "example.com"',
  )

/** The part of a server's name before the slash, lower case: names are compared without case. */
export function namespaceOf(name: string): string {
  return toNameKey(name).split('/')[0] ?? ''
}

/** The namespace of a domain: its labels, the other way around. */
export function toNamespace(domain: string): string {
  return domain.toLowerCase().split('.').toReversed().join('.')
}

/** The domain of a namespace. */
export function toDomain(namespace: string): string {
  return toNamespace(namespace)
}

/** The namespaces above one, the nearest first: `com.example.team` → `com.example`, `com`. */
export function ancestorsOf(namespace: string): string[] {
  const labels = namespace.split('.')
  return labels.slice(1).map((_label, index) => labels.slice(0, -1 - index).join('.'))
}

/**
 * Tells whose word counts in a namespace: the nearest proof, its own or one from above that includes what is below;
 * without a proof, who published in it first.
 *
 * @param known What is held of the namespace and those above it
 */
export function findGoverning(
  namespace: string,
  known: readonly Namespace[],
): Namespace | undefined {
  const [nearest] = findProofs(namespace, known)
  return nearest ?? known.find((row) => row.namespace === namespace)
}

/** Finds the proofs that hold for a namespace, the nearest first: each lets its owner publish there. */
export function findProofs(namespace: string, known: readonly Namespace[]): Namespace[] {
  const byName = new Map(known.map((row) => [row.namespace, row]))
  return [namespace, ...ancestorsOf(namespace)].flatMap((each) => {
    const row = byName.get(each)
    return row?.isProven && (each === namespace || row.includesChildren) ? [row] : []
  })
}

/**
 * Tells whether a namespace is nobody's and never will be: domains for examples and tests (RFC 2606, RFC 6761). Its
 * names are given one by one.
 */
export function isSpecialUse(namespace: string): boolean {
  const [top = '', second = ''] = namespace.split('.')
  if (/^(?:test|example|invalid|localhost|local)$/.test(top)) return true
  return second === 'example' && /^(?:com|net|org)$/.test(top)
}

/** Namespaces that the operator keeps, each with the subjects who may publish in it all the same. */
export type ReservedNamespaces = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Reads what the operator keeps.
 *
 * @param entries `namespace`, or `namespace=subject` for each subject that may publish in it
 */
export function parseReserved(entries: readonly string[]): ReservedNamespaces {
  const reserved = new Map<string, Set<string>>()
  for (const entry of entries) {
    const [namespace = '', subject] = entry.split('=')
    const subjects = reserved.get(namespace.toLowerCase()) ?? new Set()
    if (subject) subjects.add(subject)
    reserved.set(namespace.toLowerCase(), subjects)
  }
  return reserved
}

/** Finds who may publish in a namespace that the operator keeps; `undefined` for any other. */
export function findReserved(
  reserved: ReservedNamespaces,
  namespace: string,
): ReadonlySet<string> | undefined {
  const kept = [namespace, ...ancestorsOf(namespace)].find((each) => reserved.has(each))
  return kept === undefined ? undefined : reserved.get(kept)
}
