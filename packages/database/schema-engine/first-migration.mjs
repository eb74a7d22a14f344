// Until the first migration has landed: rewrites it from the schema.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

const sql = execFileSync(
  'npx',
  ['prisma', 'migrate', 'diff', '--from-empty', '--to-schema', 'prisma/schema.prisma', '--script'],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
)
mkdirSync('prisma/migrations/20261122000000_first', { recursive: true })
writeFileSync(
  'prisma/migrations/20261122000000_first/migration.sql',
  `CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

${sql}
-- No two bookings of a room that stand may overlap.
ALTER TABLE "booking"."Booking" ADD CONSTRAINT "booking_no_overlap"
  EXCLUDE USING gist ("roomId" WITH =, tstzrange("startsAt", "endsAt") WITH &&)
  WHERE ("cancelledAt" IS NULL);
ALTER TABLE "booking"."Booking" ADD CONSTRAINT "booking_ends_after_it_starts" CHECK ("endsAt" > "startsAt");
`,
)
writeFileSync('prisma/migrations/migration_lock.toml', 'provider = "postgresql"\n')
