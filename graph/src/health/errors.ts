import { CodedError } from '@toolgraph/errors'

/** Why a server was not probed. */
export type HealthErrorCode = 'ERR_SERVER_NOT_PROBED' | 'ERR_PROBING_OFF'

/** A request about a server's health that the caller can mend, or has to live with. */
export class HealthError extends CodedError<HealthErrorCode> {
  override readonly name = 'HealthError'
}

/** A server of packages only, or one that was withdrawn. */
export function nothingToProbe(name: string): HealthError {
  return new HealthError(
    'ERR_SERVER_NOT_PROBED',
    `Cannot probe server "${name}": it has no remote endpoint, or was withdrawn`,
  )
}

/** Servers that nobody published here are strangers' until the operator says otherwise. */
export function probingOff(name: string): HealthError {
  return new HealthError(
    'ERR_PROBING_OFF',
    `Cannot probe server "${name}": it was imported, and this registry probes only what was published here`,
  )
}
