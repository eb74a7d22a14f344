import { canonicalJson, type Tool, type ToolDefinition } from './tool.ts'

/** How much a change of a tool matters to who uses it. */
export type ChangeSeverity = 'none' | 'notice' | 'warning' | 'breaking'

/** What happened to one tool between two versions of a server. */
export interface ToolChange {
  readonly toolName: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly severity: ChangeSeverity
  readonly before: ToolDefinition | undefined
  readonly after: ToolDefinition | undefined
}

type Fingerprinted = ToolDefinition &
  Pick<Tool, 'fingerprint'> &
  Partial<Pick<Tool, 'scopes' | 'translations'>>

/**
 * Compares two lists of tools.
 *
 * Pure: no I/O, no clock.
 */
export function compareTools(
  before: readonly Fingerprinted[],
  after: readonly Fingerprinted[],
): ToolChange[] {
  const known = new Map(before.map((tool) => [tool.name, tool]))
  const kept = new Set(after.map(({ name }) => name))
  const removed = before.filter(({ name }) => !kept.has(name)).map(toRemoval)
  const others = after.flatMap((tool) => {
    const old = known.get(tool.name)
    if (!old) return [toAddition(tool)]
    const isSame = old.fingerprint === tool.fingerprint && extrasOf(old) === extrasOf(tool)
    return isSame ? [] : [toChange(old, tool)]
  })
  return [...removed, ...others]
}

function toRemoval(tool: Fingerprinted): ToolChange {
  return {
    toolName: tool.name,
    kind: 'removed',
    severity: 'breaking',
    before: tool,
    after: undefined,
  }
}

function toAddition(tool: Fingerprinted): ToolChange {
  return { toolName: tool.name, kind: 'added', severity: 'notice', before: undefined, after: tool }
}

/** What stands beside the definition: the scopes that it asks for, and its texts in other languages. */
function extrasOf({ scopes = [], translations }: Fingerprinted): string {
  return canonicalJson([scopes.toSorted(), translations ?? {}])
}

function toChange(before: Fingerprinted, after: Fingerprinted): ToolChange {
  const graded = gradeChange(before, after)
  // Other words to who reads them in another language, or other rights.
  const isOnlyBeside = graded === 'none' || graded === 'notice'
  const severity = isOnlyBeside && extrasOf(before) !== extrasOf(after) ? 'warning' : graded
  return { toolName: after.name, kind: 'changed', severity, before, after }
}

/**
 * Grades a change: `breaking` when a call that was right becomes wrong; `warning` when what the model reads or what
 * the tool may do changed (a changed description can be poisoning); `notice` otherwise.
 *
 * Pure: no I/O, no clock.
 */
export function gradeChange(before: ToolDefinition, after: ToolDefinition): ChangeSeverity {
  if (canonicalJson(toComparable(before)) === canonicalJson(toComparable(after))) return 'none'
  if (breaksCalls(before.inputSchema, after.inputSchema)) return 'breaking'
  if (breaksReaders(before.outputSchema, after.outputSchema)) return 'breaking'
  if (textsOf(before) !== textsOf(after)) return 'warning'
  if (isRiskier(before.annotations, after.annotations)) return 'warning'
  return 'notice'
}

function toComparable({
  title,
  description,
  inputSchema,
  outputSchema,
  annotations,
}: ToolDefinition) {
  return {
    title: title ?? null,
    description,
    inputSchema,
    outputSchema: outputSchema ?? null,
    annotations: annotations ?? {},
  }
}

/** A new required argument, one that is gone, or one whose type or choices narrowed. */
function breaksCalls(before: unknown, after: unknown): boolean {
  const [old, next] = [propertiesOf(before), propertiesOf(after)]
  const wasRequired = new Set(requiredOf(before))
  if (requiredOf(after).some((name) => !wasRequired.has(name))) return true
  const isClosed = isRecord(after) && after['additionalProperties'] === false
  return Object.entries(old).some(([name, property]) => {
    const now = next[name]
    if (now === undefined) return isClosed || wasRequired.has(name)
    return isNarrower(property, now)
  })
}

/** An answer that misses what it promised, or gives it another type. */
function breaksReaders(before: unknown, after: unknown): boolean {
  if (!isRecord(before)) return false
  if (!isRecord(after)) return true
  const [old, next] = [propertiesOf(before), propertiesOf(after)]
  return Object.entries(old).some(
    ([name, property]) => next[name] === undefined || typeOf(property) !== typeOf(next[name]),
  )
}

function isNarrower(before: unknown, after: unknown): boolean {
  if (typeOf(before) !== typeOf(after)) return true
  const [old, next] = [choicesOf(before), choicesOf(after)]
  return next !== undefined && (old === undefined || old.some((choice) => !next.includes(choice)))
}

/** Titles and descriptions, wherever they stand: what a model reads. */
function textsOf(tool: ToolDefinition): string {
  const texts = [tool.description, tool.title ?? '']
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (isRecord(value))
      for (const [key, inner] of Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        if (typeof inner === 'string' && /^(?:title|description)$/.test(key)) texts.push(inner)
        else walk(inner)
      }
  }
  walk(tool.inputSchema)
  walk(tool.outputSchema)
  return texts.join('\u0000')
}

/** Missing hints mean the worst (MCP, tool annotations). */
function isRiskier(before: unknown, after: unknown): boolean {
  const [old, next] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}]
  const lost = (hint: string, safe: boolean) => old[hint] === safe && next[hint] !== safe
  return (
    lost('readOnlyHint', true) || lost('destructiveHint', false) || lost('openWorldHint', false)
  )
}

function propertiesOf(schema: unknown): Record<string, unknown> {
  const properties = isRecord(schema) ? schema['properties'] : undefined
  return isRecord(properties) ? properties : {}
}

function requiredOf(schema: unknown): string[] {
  const required = isRecord(schema) ? schema['required'] : undefined
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
}

function typeOf(schema: unknown): string {
  return isRecord(schema) ? canonicalJson(schema['type'] ?? null) : 'null'
}

function choicesOf(schema: unknown): string[] | undefined {
  const choices = isRecord(schema) ? schema['enum'] : undefined
  return Array.isArray(choices) ? choices.map(canonicalJson) : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
