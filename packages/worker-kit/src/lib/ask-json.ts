import { PublishError } from './publish-error.ts'

const TIMEOUT_MS = 10_000

/**
 * Sends a request and reads its JSON answer, whatever its status.
 *
 * @throws PublishError `ERR_UNREACHABLE` when nothing, or a 5xx, came back
 */
export async function askJson(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<{ status: number; body: unknown }> {
  const response = await reach(fetch, url, init)
  if (response.status >= 500) {
    await response.body?.cancel()
    throw new PublishError('ERR_UNREACHABLE', `Cannot reach "${url}": status ${response.status}`)
  }
  return { status: response.status, body: await response.json().catch(() => undefined) }
}

async function reach(fetch: typeof globalThis.fetch, url: string, init: RequestInit) {
  try {
    return await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (cause) {
    throw new PublishError('ERR_UNREACHABLE', `Cannot reach "${url}"`, { cause })
  }
}
