import type { Mode } from './environment.ts'

type Fields = Readonly<Record<string, unknown>>

/** Where a service says what happened. Never a token, a secret, or a query string with a code. */
export interface Log {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

/**
 * Makes the log of one service: JSON lines in production, short lines for a person otherwise.
 *
 * @param service The name that stands on each line
 */
export function createLog(service: string, mode: Mode): Log {
  const write = (level: 'info' | 'warn' | 'error', message: string, fields: Fields = {}) => {
    const readable = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, toReadable(value)]),
    )
    const line =
      mode === 'production'
        ? JSON.stringify({ time: new Date().toISOString(), level, service, message, ...readable })
        : `${service}: ${message}${describe(readable)}`
    if (level === 'error') console.error(line)
    else console.log(line)
  }
  return {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
  }
}

function describe(fields: Fields): string {
  return Object.keys(fields).length ? ` ${JSON.stringify(fields)}` : ''
}

/** Errors are spelled out with their causes; JSON alone would lose them. */
function toReadable(value: unknown, depth = 0): unknown {
  if (!(value instanceof Error)) return value
  const cause =
    value.cause === undefined || depth > 3 ? {} : { cause: toReadable(value.cause, depth + 1) }
  return { name: value.name, message: value.message, stack: value.stack, ...cause }
}
