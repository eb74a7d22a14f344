/**
 * Says where the picture of a server is read here, whatever address it names itself.
 *
 * Pure: no I/O, no clock.
 *
 * @param graphUrl Public address, without a trailing slash
 */
export function iconUrlOf(
  graphUrl: string,
  { id, iconUrl }: { readonly id: string; readonly iconUrl: string | null },
): string | undefined {
  return iconUrl === null ? undefined : `${graphUrl}/registry/servers/${id}/icon`
}
