#!/usr/bin/env node
// Stands in for Prisma's schema-engine binary: the same command line, and JSON-RPC over stdio.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openSchemaEngine, runStatement } from './engine.mjs'

// The hash of @prisma/engines-version 7.10.0, which the CLI compares.
const VERSION = 'schema-engine-cli 0edf323efd1d98336f3f0a68684b56f689b900d3'
const PRISMA_CODES = { '3D000': 'P1003', '28P01': 'P1000' }

const args = process.argv.slice(2)
const command = args.indexOf('cli')
const { url } = JSON.parse(option('--datasource') ?? '{}')

if (args.includes('--version') || args.includes('-V')) console.log(VERSION)
else if (command >= 0) await runCommand(args[command + 1])
else await answerRequests()
process.exit()

function option(name) {
  const index = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (index < 0) return undefined
  return args[index] === name ? args[index + 1] : args[index].slice(name.length + 1)
}

async function runCommand(name) {
  const database = decodeURIComponent(new URL(url).pathname.slice(1)).replaceAll('"', '""')
  const server = new URL(url)
  server.pathname = '/postgres'
  try {
    if (name === 'can-connect-to-database') await runStatement(url, 'SELECT 1')
    if (name === 'create-database') await runStatement(server.href, `CREATE DATABASE "${database}"`)
    if (name === 'drop-database')
      await runStatement(server.href, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
  } catch (error) {
    // The CLI skips the first line of stderr and looks for this target in the rest.
    console.error(JSON.stringify({ level: 'INFO', fields: {}, target: 'schema_engine' }))
    const fields = {
      is_panic: false,
      message: error.message,
      error_code: PRISMA_CODES[error.code] ?? 'P1001',
      meta: {},
    }
    console.error(JSON.stringify({ level: 'ERROR', fields, target: 'schema_engine::logger' }))
    process.exitCode = 1
  }
}

async function answerRequests() {
  const datamodels = args.flatMap((arg, index) =>
    arg === '--datamodels' || arg === '-d' ? [args[index + 1]] : [],
  )
  const files = datamodels.map((file) => [file, readFileSync(file, 'utf8')])
  let connected
  const engineFor = (method, params) =>
    method === 'diff' && isOffline(params)
      ? openSchemaEngine({})
      : (connected ??= openSchemaEngine({ url, datamodels: files.length ? files : undefined }))

  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue
    const { id, method, params } = JSON.parse(line)
    // Without a method it is the CLI's answer to our own `print`.
    if (method) await answer(id, method, [params].flat()[0], engineFor)
  }
}

async function answer(id, method, params, engineFor) {
  try {
    const engine = await engineFor(method, params)
    const result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params)
    if (method === 'diff' && result.stdout)
      send({ id: `print-${id}`, method: 'print', params: { content: result.stdout } })
    send({ id, result: result ?? {} })
  } catch (error) {
    const data = {
      is_panic: false,
      message: String(error?.message ?? error),
      meta: null,
      error_code: error?.code ?? null,
    }
    send({ id, error: { code: 4466, message: 'Cannot run the schema engine', data } })
  }
}

function isOffline(params) {
  return [params?.from, params?.to].every(
    (side) => side?.tag === 'empty' || side?.tag === 'schemaDatamodel',
  )
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}
