import { json } from '@sveltejs/kit'

/** Says that the process answers; it asks nothing of the database or the graph. */
export function GET(): Response {
  return json({ ok: true, name: 'agent-web' }, { headers: { 'cache-control': 'no-store' } })
}
