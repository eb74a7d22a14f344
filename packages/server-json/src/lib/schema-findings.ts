import type { OutputUnit } from '@cfworker/json-schema'
import { toPath, type Finding } from './issue.ts'

/** Keywords that only say that something below them is wrong. */
const CARRIERS = new Set(['$ref', 'properties', 'items', 'allOf', 'additionalProperties', 'anyOf'])

/**
 * Turns a validator's output into findings, one for each thing that is wrong. Of alternatives (`anyOf`) only the one
 * that fits best is told about, as nobody means the others.
 *
 * Pure: no I/O, no clock.
 */
export function toFindings(errors: readonly OutputUnit[], value: unknown): Finding[] {
  const alternatives = errors.find((error) => error.keyword === 'anyOf')
  if (alternatives) {
    const inside = errors.filter((error) => isWithin(error, alternatives))
    const outside = errors.filter((error) => error !== alternatives && !inside.includes(error))
    return [...toFindings(outside, value), ...ofBestBranch(inside, alternatives, value)]
  }
  return errors
    .filter(({ keyword }) => !CARRIERS.has(keyword))
    .map(({ instanceLocation, keywordLocation, error }) => ({
      path: toPath(segmentsOf(instanceLocation, value)),
      message: toWords(error),
      reference: keywordLocation,
    }))
}

function isWithin(error: OutputUnit, { keywordLocation, instanceLocation }: OutputUnit): boolean {
  const place = error.instanceLocation
  return (
    error.keywordLocation.startsWith(`${keywordLocation}/`) &&
    (place === instanceLocation || place.startsWith(`${instanceLocation}/`))
  )
}

function ofBestBranch(inside: OutputUnit[], alternatives: OutputUnit, value: unknown): Finding[] {
  const { keywordLocation, instanceLocation } = alternatives
  const branchOf = (error: OutputUnit) =>
    error.keywordLocation.slice(keywordLocation.length + 1).split('/')[0] ?? ''
  const isOfOtherType = (branch: readonly OutputUnit[]) =>
    branch.some(
      (error) => error.keyword === 'enum' && error.instanceLocation === `${instanceLocation}/type`,
    )
  const branches = [...Map.groupBy(inside, branchOf).values()]
  const right = branches.filter((branch) => !isOfOtherType(branch))
  if (right.length === 0)
    return joined(
      branches.map((branch) => branch.filter(isOfType)),
      value,
    )
  const found = right.map((branch) => toFindings(branch, value))
  if (found.every(({ length }) => length === 1)) return joined(right, value)
  return found.toSorted((a, b) => a.length - b.length)[0] ?? []
}

function isOfType({ keyword, instanceLocation }: OutputUnit): boolean {
  return keyword === 'enum' && instanceLocation.endsWith('/type')
}

/** Alternatives that each lack one thing are one finding: this, or that. */
function joined(branches: readonly OutputUnit[][], value: unknown): Finding[] {
  const findings = branches.flatMap((branch) => toFindings(branch, value).slice(0, 1))
  const [first] = findings
  if (!first) return []
  const messages = [...new Set(findings.map(({ message }) => message))]
  return [{ ...first, message: messages.join(', or ') }]
}

/** The segments of a JSON pointer; numbers are places in a list. */
function segmentsOf(pointer: string, value: unknown): (string | number)[] {
  let place = value
  return pointer
    .split('/')
    .slice(1)
    .map((escaped) => {
      const segment = decodeURIComponent(escaped).replaceAll('~1', '/').replaceAll('~0', '~')
      const isIndex = Array.isArray(place)
      place = Object(place)[segment]
      return isIndex ? Number(segment) : segment
    })
}

/** The validator's sentences, in the words of a person. */
const WORDS: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^Instance does not have required property "(.*)"\.$/, 'must have "$1"'],
  [/^Instance type "(.*)" is invalid\. Expected "(.*)"\.$/, 'must be of type $2, not $1'],
  [/^Instance does not match any of \[(.*)\]\.$/, 'must be $1'],
  [/^String is too short \((\d+) < (\d+)\)\.$/, 'is $1 characters long, and must be $2 at least'],
  [/^String is too long \((\d+) > (\d+)\)\.$/, 'is $1 characters long, and may be $2 at most'],
  [/^String does not match pattern.*$/, 'does not match the pattern of the schema'],
  [/^String does not match format "uri"\.$/, 'must be an absolute address'],
]

function toWords(error: string): string {
  const known = WORDS.find(([pattern]) => pattern.test(error))
  return known ? error.replace(...known) : error.replace(/\.$/, '')
}
