/** Where the kit and its tools say what happened, for the operator. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** Says what went wrong on our side, and nothing else. */
export const faultLog: Log = {
  info: () => {},
  warn: () => {},
  error: (message, fields) => console.error(message, fields ?? {}),
}

/** Adds the same fields to every line. */
export function withFields(log: Log, fixed: Readonly<Record<string, unknown>>): Log {
  return {
    info: (message, fields) => log.info(message, { ...fixed, ...fields }),
    warn: (message, fields) => log.warn(message, { ...fixed, ...fields }),
    error: (message, fields) => log.error(message, { ...fixed, ...fields }),
  }
}
