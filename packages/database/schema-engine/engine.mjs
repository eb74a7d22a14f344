// Loads Prisma's schema engine (the WASM build from npm) over the driver adapter for pg.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils'
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

/** PostgreSQL's catalog type `"char"`, which the adapter does not know. */
const CHAR_OID = 18
const TEXT_OID = 25

let loaded

/** Opens an engine on a database, or, without a url, one that compares schema files only. */
export async function openSchemaEngine({ url, datamodels }) {
  await (loaded ??= load())
  const factory = bindMigrationAwareSqlAdapterFactory(url ? migrations(url) : offline())
  return wasm.SchemaEngine.new(
    { datamodels },
    (line) => process.env.DEBUG && console.error(line),
    factory,
  )
}

/** Runs one statement on its own connection. */
export async function runStatement(url, sql) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function load() {
  // Without it, a panic inside the engine ends the process in silence.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => console.error('Schema engine panic:', message),
  }
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const { instance } = await WebAssembly.instantiate(
    readFileSync(path.join(folder, 'schema_engine_bg.wasm')),
    { './schema_engine_bg.js': wasm },
  )
  wasm.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}

function migrations(url) {
  const connect = async (connectionString, onDispose) => {
    const pool = new pg.Pool({ connectionString, max: 4 })
    const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
    const dispose = adapter.dispose.bind(adapter)
    return Object.assign(forMigrations(adapter, pool), {
      dispose: async () => {
        await dispose()
        await onDispose?.()
      },
    })
  }
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(url),
    connectToShadowDb: async () => {
      const name = `prisma_shadow_${randomUUID().replaceAll('-', '')}`
      await runStatement(url, `CREATE DATABASE "${name}"`)
      const shadow = new URL(url)
      shadow.pathname = `/${name}`
      return connect(shadow.href, () =>
        runStatement(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
      )
    },
  }
}

/** Adds what a run-time adapter lacks: the catalog type "char", and scripts with `;` inside function bodies. */
function forMigrations(adapter, pool) {
  const charColumns = new WeakMap()
  const { performIO, queryRaw } = adapter
  return Object.assign(adapter, {
    async performIO(query) {
      const result = await performIO.call(adapter, query)
      const columns = result.fields.flatMap((field, index) =>
        field.dataTypeID === CHAR_OID ? [index] : [],
      )
      for (const index of columns) result.fields[index].dataTypeID = TEXT_OID
      charColumns.set(query, columns)
      return result
    },
    async queryRaw(query) {
      const result = await queryRaw.call(adapter, query)
      for (const index of charColumns.get(query) ?? [])
        result.columnTypes[index] = ColumnTypeEnum.Character
      return result
    },
    async executeScript(sql) {
      try {
        await pool.query(sql)
      } catch (error) {
        throw error?.code ? toAdapterError(error) : error
      }
    },
  })
}

function toAdapterError({ code, severity = 'ERROR', message, detail, column, hint }) {
  return new DriverAdapterError({
    kind: 'postgres',
    code,
    severity,
    message,
    detail,
    column,
    hint,
    originalCode: code,
    originalMessage: message,
  })
}

/** No database: the engine asks one question on connecting, and this is its answer. */
function offline() {
  const unavailable = () => Promise.reject(new Error('This engine has no database'))
  const adapter = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 16.0', 160000]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
    startTransaction: unavailable,
  }
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => adapter,
    connectToShadowDb: async () => adapter,
  }
}
