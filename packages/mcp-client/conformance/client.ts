// The program that the conformance suite runs once a scenario, with the server's address as its argument.
import process from 'node:process'
import * as z from 'zod'
import {
  McpClientError,
  type ClientRegistration,
  type ServerTool,
  type Session,
} from '../src/index.ts'
import { callTool, createApplication } from './application.ts'

const contextSchema = z.object({
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  issuer: z.string().optional(),
  toolCalls: z
    .array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }))
    .optional(),
})
const propertySchema = z.object({ type: z.string().optional() }).catch({})
const inputSchema = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
})

const url = process.argv.at(-1) ?? ''
const context = contextSchema.parse(JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}'))

try {
  const application = createApplication({ url, registrations: readRegistrations() })
  const failures = await application.work(useEveryTool)
  end(['done', ...failures].join(', but for '))
} catch (error) {
  if (!(error instanceof McpClientError)) throw error
  console.error(error)
  end(error.code)
}

/** The last line tells the test how the work ended. */
function end(how: string): never {
  console.log(`ended: ${how}`)
  process.exit(how.startsWith('done') ? 0 : 1)
}

/** Lists the tools and calls each; tells which calls did not come through. */
async function useEveryTool(session: Session): Promise<string[]> {
  console.log(`speaks: ${session.version}`)
  const { tools } = await session.listTools()
  const failures: string[] = []
  for (const definition of tools) {
    for (const args of argumentsFor(definition, tools)) {
      const outcome = await callTool(session, { name: definition.name, args, definition })
      console.log(`${definition.name}: ${outcome.kind}`)
      if (outcome.kind === 'failed') failures.push(`${definition.name} (${outcome.code})`)
    }
  }
  return failures
}

/** What the suite gives for a tool, else something that fits. */
function argumentsFor(tool: ServerTool, all: readonly ServerTool[]): Record<string, unknown>[] {
  const given = context.toolCalls?.filter(({ name }) => name === tool.name)
  if (given?.length) return given.map((call) => call.arguments)

  const { properties, required } = inputSchema.parse(tool.inputSchema)
  const values = required.map((name) => [name, sampleOf(properties[name], all)])
  return [Object.fromEntries(values)]
}

/** A tool that wants a schema gets the one of the first tool, as it was listed. */
function sampleOf(property: unknown, [first]: readonly ServerTool[]): unknown {
  const { type } = propertySchema.parse(property)
  if (type === 'object') return first?.inputSchema
  return type === 'number' || type === 'integer' ? 7 : 'seven'
}

/** A client that somebody registered by hand. */
function readRegistrations(): Map<string, ClientRegistration> {
  const { issuer, client_id, client_secret } = context
  if (issuer === undefined || client_id === undefined) return new Map()
  return new Map([[issuer, { client_id, ...(client_secret !== undefined && { client_secret }) }]])
}
