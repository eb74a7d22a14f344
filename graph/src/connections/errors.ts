import { CodedError } from '@toolgraph/errors'

/** Why a connection or a run was refused. */
export type ConnectionErrorCode =
  | 'ERR_CONNECTION_NOT_FOUND'
  | 'ERR_CONNECTION_INACTIVE'
  | 'ERR_SERVER_NOT_LINKABLE'
  | 'ERR_LEASE_LOST'
  | 'ERR_RUN_NOT_FOUND'
  | 'ERR_RUN_FINISHED'
  | 'ERR_TOO_MANY_RUNS'

/** A request about a connection that the caller can mend. */
export class ConnectionError extends CodedError<ConnectionErrorCode> {
  override readonly name = 'ConnectionError'
}

/** No such connection, or another person's: the two are never told apart. */
export function connectionNotFound(): ConnectionError {
  return new ConnectionError(
    'ERR_CONNECTION_NOT_FOUND',
    'Cannot find the connection: you have none with this id',
  )
}

/** The connection was ended, or waits for its person to sign in again. */
export function connectionInactive(): ConnectionError {
  return new ConnectionError(
    'ERR_CONNECTION_INACTIVE',
    'Cannot use the connection: it has ended or needs sign-in; link the server again',
  )
}

/** The server has no remote endpoint, or was withdrawn. */
export function serverNotLinkable(name: string): ConnectionError {
  return new ConnectionError(
    'ERR_SERVER_NOT_LINKABLE',
    `Cannot link server "${name}": it has no remote endpoint, or was withdrawn`,
  )
}

/** The lease was given back, was taken by a new link, or ended. */
export function leaseLost(): ConnectionError {
  return new ConnectionError(
    'ERR_LEASE_LOST',
    'Cannot finish the refresh: its lease has ended; read the connection again',
  )
}

/** No such run, or another person's. */
export function runNotFound(): ConnectionError {
  return new ConnectionError('ERR_RUN_NOT_FOUND', 'Cannot find the run: you have none with this id')
}

/** A run ends once. */
export function runFinished(): ConnectionError {
  return new ConnectionError('ERR_RUN_FINISHED', 'Cannot finish the run: it has ended already')
}

/** The person has as many tools running as they may. */
export function tooManyRuns(atMost: number): ConnectionError {
  return new ConnectionError(
    'ERR_TOO_MANY_RUNS',
    `Cannot run another tool: ${atMost} of yours are running already; wait until one of them has ended`,
  )
}
