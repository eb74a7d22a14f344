import { CodedError } from '@toolgraph/errors'

/** Why a client was not accepted. */
export type ClientErrorCode =
  'ERR_CLIENT_DOCUMENT_ADDRESS' | 'ERR_CLIENT_DOCUMENT_UNREACHABLE' | 'ERR_CLIENT_DOCUMENT_INVALID'

/** A refusal of a Client ID Metadata Document. */
export class ClientError extends CodedError<ClientErrorCode> {
  override readonly name = 'ClientError'
}

/** Makes the refusal of a client id that is no address we would read. */
export function documentAddressRefused(id: string, obstacle: string): ClientError {
  return new ClientError('ERR_CLIENT_DOCUMENT_ADDRESS', `Cannot accept client "${id}": ${obstacle}`)
}

/** Makes the refusal of a document that could not be read. */
export function documentUnreachable(id: string, cause?: unknown): ClientError {
  return new ClientError(
    'ERR_CLIENT_DOCUMENT_UNREACHABLE',
    `Cannot read the document of client "${id}"`,
    { cause },
  )
}

/** Makes the refusal of a document that says the wrong things. */
export function documentInvalid(id: string, obstacle: string): ClientError {
  return new ClientError('ERR_CLIENT_DOCUMENT_INVALID', `Cannot accept client "${id}": ${obstacle}`)
}
