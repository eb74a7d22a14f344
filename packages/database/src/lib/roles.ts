import { createHmac } from 'node:crypto'
import type { ClientBase } from 'pg'
import { SERVICES, type Service } from './services.ts'

/**
 * The connection string of one service's own role.
 *
 * The password follows from the owner's, so that every machine that knows the owner's connection
 * string computes the same one and nothing has to be kept.
 *
 * @param ownerUrl The connection string of the role that owns the schemas
 */
export function serviceUrl(ownerUrl: string, service: Service): string {
  const url = new URL(ownerUrl)
  url.username = roleName(service)
  url.password = rolePassword(ownerUrl, service)
  return url.href
}

/** Tables that a service only ever appends to: what it could rewrite would prove nothing. */
const APPEND_ONLY: Readonly<Partial<Record<Service, readonly string[]>>> = {
  graph: ['AuditEvent'],
}

/** Creates each service's login role and lets it use its own schema, and nothing else. */
export async function grantRoles(client: ClientBase, ownerUrl: string): Promise<void> {
  const canMaintain = await hasMaintain(client)
  for (const service of SERVICES) {
    const role = roleName(service)
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
    if (!rowCount) await client.query(`CREATE ROLE ${role}`)
    const password = client.escapeLiteral(rolePassword(ownerUrl, service))
    await client.query(`
      ALTER ROLE ${role} LOGIN PASSWORD ${password};
      GRANT USAGE ON SCHEMA "${service}" TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "${service}" TO ${role};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "${service}" TO ${role}`)
    if (canMaintain)
      await client.query(`GRANT MAINTAIN ON ALL TABLES IN SCHEMA "${service}" TO ${role}`)
    for (const table of APPEND_ONLY[service] ?? [])
      await client.query(`REVOKE UPDATE, DELETE ON "${service}"."${table}" FROM ${role}`)
  }
}

/** Since PostgreSQL 17 a role can be allowed to run ANALYZE, which a bulk load ends with. */
async function hasMaintain(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query('SHOW server_version_num')
  return Number(rows[0]?.server_version_num) >= 170_000
}

function roleName(service: Service): string {
  return `toolgraph_${service}`
}

function rolePassword(ownerUrl: string, service: Service): string {
  const { username, password } = new URL(ownerUrl)
  return createHmac('sha256', `${username}:${password}`)
    .update(`toolgraph role ${service}`)
    .digest('base64url')
}
