import { printable } from '../lib/terminal.ts'
import type { Change, Difference, NamedChanges } from './compare-manifests.ts'

/** Longest piece of a value that a line shows. */
const MAX_VALUE = 60

/** Says what a publication would change: a line each, `+` for what is new, `-` for what goes, `~` for what changes. */
export function describeDifference({ isNew, server, tools, scopes }: Difference): string {
  const own = isNew ? server.filter(({ place }) => !place.includes('.')) : server
  return [
    ...own.map((change) => describeChange(change)),
    ...describeNamed('scope', scopes),
    ...describeNamed('tool', tools),
  ].join('\n')
}

function describeNamed(noun: string, { added, removed, changed }: NamedChanges): string[] {
  return [
    ...removed.map((name) => `- ${noun} ${printable(name)}`),
    ...added.map((name) => `+ ${noun} ${name}`),
    ...changed.flatMap(({ name, changes }) => [
      `~ ${noun} ${name}`,
      ...changes.map((change) => `    ${describeChange(change)}`),
    ]),
  ]
}

function describeChange({ place, before, after }: Change): string {
  if (before === undefined) return `+ ${place}: ${toLine(after)}`
  if (after === undefined) return `- ${place}: ${toLine(before)}`
  return `~ ${place}: ${toLine(before)} → ${toLine(after)}`
}

function toLine(value: unknown): string {
  const line = printable(JSON.stringify(value) ?? '').replaceAll(/\s+/g, ' ')
  return line.length > MAX_VALUE ? `${line.slice(0, MAX_VALUE)}…` : line
}
