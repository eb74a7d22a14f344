import type { Database } from '@toolgraph/database'
import type { Hono } from 'hono'

/** The database is called dead after this. */
const PATIENCE_MS = 1_000

/**
 * Says that we live, and whether the database does. Without it the answer is still 200: the keys are published
 * on, and a restart would not help.
 */
export function addHealthRoute(app: Hono, database: Database): void {
  app.get('/healthz', async (c) =>
    c.json({ ok: true, name: 'auth', database: await answers(database) }, 200, {
      'cache-control': 'no-store',
    }),
  )
}

async function answers(database: Database): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS)
  })
  const answer = database.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  )
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
