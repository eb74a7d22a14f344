/**
 * Where the kit and its tools say what happened, for the operator. What a handler says with its
 * context's log also goes to a client that asked for it: the message only, so let it be your own
 * words. The fields stay here.
 */
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

/** The levels of the protocol that we use. */
export type ClientLevel = 'info' | 'warning' | 'error'

/** Says each message to someone else too. */
export function withListener(log: Log, tell: (level: ClientLevel, message: string) => void): Log {
  return {
    info(message, fields) {
      log.info(message, fields)
      tell('info', message)
    },
    warn(message, fields) {
      log.warn(message, fields)
      tell('warning', message)
    },
    error(message, fields) {
      log.error(message, fields)
      tell('error', message)
    },
  }
}

/** Adds the same fields to every line. */
export function withFields(log: Log, fixed: Readonly<Record<string, unknown>>): Log {
  return {
    info: (message, fields) => log.info(message, { ...fixed, ...fields }),
    warn: (message, fields) => log.warn(message, { ...fixed, ...fields }),
    error: (message, fields) => log.error(message, { ...fixed, ...fields }),
  }
}
