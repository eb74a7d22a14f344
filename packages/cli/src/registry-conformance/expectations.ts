import { isDeepStrictEqual } from 'node:util'
import { printable } from '../lib/terminal.ts'
import { Mismatch } from './conformance-case.ts'
import { checkAnswer, type Operation } from './openapi.ts'
import type { Exchange } from './registry.ts'

const SHOWN_CHARS = 160

/** Demands a status. */
export function expectStatus(exchange: Exchange, ...statuses: readonly number[]): Exchange {
  if (statuses.includes(exchange.status)) return exchange
  throw new Mismatch(`status ${statuses.join(' or ')}`, describeAnswer(exchange))
}

/** Demands a refusal of the caller's own making: 400 to 499, and neither a fault nor a yes. */
export function expectRefusal(exchange: Exchange): Exchange {
  if (exchange.status >= 400 && exchange.status < 500) return exchange
  throw new Mismatch('a status from 400 to 499', describeAnswer(exchange))
}

/** Demands an answer of the form that the standard has for it. */
export function expectFits(exchange: Exchange, operation: Operation): Exchange {
  const type = exchange.headers.get('content-type') ?? 'none'
  if (exchange.json === undefined || !/^application\/(?:[\w.-]+\+)?json\b/i.test(type))
    throw new Mismatch('JSON, and the content type to say so', describeAnswer(exchange))
  const findings = checkAnswer(operation, exchange.status, exchange.json)
  if (findings === undefined)
    throw new Mismatch('a status that the standard names for it', describeAnswer(exchange))
  const [first] = findings
  if (first)
    throw new Mismatch(
      `the schema of ${operation} for ${exchange.status}`,
      describeFindings(first.path, first.message, findings.length),
    )
  return exchange
}

function describeFindings(path: string, message: string, count: number): string {
  const more = count === 1 ? '' : ` (and ${count - 1} more)`
  return printable(`${path || 'the whole'} ${message}${more}`)
}

/** Demands what a sentence says. */
export function expectThat(holds: boolean, expected: string, got: unknown): asserts holds {
  if (!holds) throw new Mismatch(expected, show(got))
}

/** Demands the same JSON. */
export function expectSame(got: unknown, wanted: unknown, what: string): void {
  if (!isDeepStrictEqual(got, wanted)) throw new Mismatch(`${what}: ${show(wanted)}`, show(got))
}

/** What came, in a line. */
export function describeAnswer({ status, came, text }: Exchange): string {
  const words = show(text.replaceAll(/\s+/g, ' ').trim())
  return status >= 300 || text === '' ? `${came}: ${words}` : came
}

/** A value in few characters, without what a terminal would obey. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const plain = printable(text)
  return plain.length > SHOWN_CHARS ? `${plain.slice(0, SHOWN_CHARS)}…` : plain || '(nothing)'
}
