import { CodedError } from '@toolgraph/errors'

/** Why something about webhooks was refused. */
export type WebhookErrorCode =
  'ERR_WEBHOOK_NOT_FOUND' | 'ERR_WEBHOOK_URL_FORBIDDEN' | 'ERR_TOO_MANY_WEBHOOKS'

/** A request about webhooks that the caller can mend. */
export class WebhookError extends CodedError<WebhookErrorCode> {
  override readonly name = 'WebhookError'
}

/** No webhook, or none of theirs. */
export function webhookNotFound(): WebhookError {
  return new WebhookError(
    'ERR_WEBHOOK_NOT_FOUND',
    'Cannot find the webhook: there is none of yours',
  )
}

/** An address of a private network, or one without https. */
export function webhookUrlForbidden(): WebhookError {
  return new WebhookError(
    'ERR_WEBHOOK_URL_FORBIDDEN',
    'Cannot register the webhook: its address must be an https address of the public internet',
  )
}

/** As many as a person may have. */
export function tooManyWebhooks(most: number): WebhookError {
  return new WebhookError(
    'ERR_TOO_MANY_WEBHOOKS',
    `Cannot register the webhook: there are ${most} already; remove one first`,
  )
}
