import { CodedError } from '@toolgraph/errors'

/**
 * Why publishing failed. `ERR_UNREACHABLE` may pass when tried again; the others want a change of
 * the manifest, the client, or its rights.
 */
export type PublishErrorCode = 'ERR_UNREACHABLE' | 'ERR_TOKEN_REFUSED' | 'ERR_PUBLISH_REFUSED'

/** A registration that did not come about. */
export class PublishError extends CodedError<PublishErrorCode> {
  override readonly name = 'PublishError'
}
