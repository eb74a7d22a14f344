/**
 * Makes what finds out where a request came from: the address of the connection, or what the own proxy in front wrote
 * into a header. Other headers are the caller's own words, and not looked at.
 *
 * @param header The header of the own proxy; empty where there is none
 * @returns Gets the request and what the Node server handed along with it
 */
export function createAddressReader(
  header: string,
): (request: Request, bindings: unknown) => string | undefined {
  return (request, bindings) =>
    (header && request.headers.get(header)) || socketAddress(bindings) || undefined
}

function socketAddress(bindings: unknown): string | undefined {
  const address: unknown = Object(Object(Object(bindings).incoming).socket).remoteAddress
  return typeof address === 'string' ? address : undefined
}
