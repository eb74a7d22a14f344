import { CodedError } from '@toolgraph/errors'

/** Why there is no picture. */
export type IconErrorCode = 'ERR_ICON_NOT_FOUND' | 'ERR_ICON_UNAVAILABLE'

/** A picture that cannot be shown. */
export class IconError extends CodedError<IconErrorCode> {
  override readonly name = 'IconError'
}

/** The server names no icon that we could show. */
export function iconNotFound(server: string): IconError {
  return new IconError(
    'ERR_ICON_NOT_FOUND',
    `Cannot find an icon of server "${server}": it names none of a kind that is shown (PNG, JPEG, WebP, SVG)`,
  )
}

/** The icon cannot be had. Why is not said: it would tell of the network that we stand in. */
export function iconUnavailable(server: string): IconError {
  return new IconError(
    'ERR_ICON_UNAVAILABLE',
    `Cannot show the icon of server "${server}": there is no such picture just now where it is said to be`,
  )
}
