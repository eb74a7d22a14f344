import type { Adapter, AdapterPayload } from 'oidc-provider'
import pg from 'pg'

/** As many connections as our issuer opens. */
const MAX_CONNECTIONS = 10

/**
 * Makes durable storage for `oidc-provider`, as its documentation asks for: one table, each call one
 * prepared statement.
 */
export async function createPostgresAdapter(url: string): Promise<(model: string) => Adapter> {
  const pool = new pg.Pool({ connectionString: url, max: MAX_CONNECTIONS })
  await pool.query(`CREATE TABLE IF NOT EXISTS oidc (
    model text NOT NULL, id text NOT NULL, payload jsonb NOT NULL, grant_id text, user_code text,
    uid text, expires_at timestamptz, consumed_at timestamptz, PRIMARY KEY (model, id));
    CREATE INDEX IF NOT EXISTS oidc_grant ON oidc (grant_id);
    CREATE INDEX IF NOT EXISTS oidc_user_code ON oidc (user_code);
    CREATE INDEX IF NOT EXISTS oidc_uid ON oidc (uid)`)
  return (model) => createAdapter(pool, model)
}

function createAdapter(pool: pg.Pool, model: string): Adapter {
  const run = (name: string, text: string, values: unknown[]) =>
    pool.query<Row>({ name, text, values })
  const find = async (name: string, column: string, value: string) => {
    const { rows } = await run(
      name,
      `SELECT payload, consumed_at FROM oidc
       WHERE model = $1 AND ${column} = $2 AND (expires_at IS NULL OR expires_at > now())`,
      [model, value],
    )
    return rows[0] && toPayload(rows[0])
  }

  return {
    async upsert(id, payload, expiresIn) {
      const { grantId = null, userCode = null, uid = null } = payload
      const expiresAt = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null
      await run(
        'upsert',
        `INSERT INTO oidc (model, id, payload, grant_id, user_code, uid, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload,
           grant_id = excluded.grant_id, user_code = excluded.user_code, uid = excluded.uid,
           expires_at = excluded.expires_at`,
        [model, id, payload, grantId, userCode, uid, expiresAt],
      )
    },
    find: (id) => find('find', 'id', id),
    findByUid: (uid) => find('find-by-uid', 'uid', uid),
    findByUserCode: (code) => find('find-by-user-code', 'user_code', code),
    async consume(id) {
      const text = 'UPDATE oidc SET consumed_at = now() WHERE model = $1 AND id = $2'
      await run('consume', text, [model, id])
    },
    async destroy(id) {
      await run('destroy', 'DELETE FROM oidc WHERE model = $1 AND id = $2', [model, id])
    },
    async revokeByGrantId(grantId) {
      await run('revoke', 'DELETE FROM oidc WHERE model = $1 AND grant_id = $2', [model, grantId])
    },
  }
}

interface Row {
  payload: AdapterPayload
  consumed_at: Date | null
}

function toPayload({ payload, consumed_at: consumedAt }: Row): AdapterPayload {
  if (!consumedAt) return payload
  return { ...payload, consumed: Math.floor(consumedAt.getTime() / 1000) }
}
