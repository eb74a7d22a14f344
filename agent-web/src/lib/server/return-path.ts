/**
 * Reads where to return to: a path of this site, never another one (`//evil.example`, `/\evil.example`).
 *
 * @returns `/` for anything else
 */
export function toReturnPath(given: string | null, webUrl: string): string {
  if (!given?.startsWith('/')) return '/'
  const url = URL.parse(given, webUrl)
  if (!url || url.origin !== new URL(webUrl).origin) return '/'
  return url.pathname + url.search
}

/** The same path with one more parameter. */
export function withParameter(path: string, name: string, value: string): string {
  const url = new URL(path, 'http://path.invalid')
  url.searchParams.set(name, value)
  return url.pathname + url.search
}
