import path from 'node:path'
import { defineConfig } from 'prisma/config'

// No package ships Prisma's schema engine as a binary; ours runs the WASM build that one does ship.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= path.resolve(
  import.meta.dirname,
  'packages/database/schema-engine/binary.mjs',
)
process.env['PRISMA_HIDE_UPDATE_MESSAGE'] ??= '1'

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://nobody@127.0.0.1:1/none' },
})
