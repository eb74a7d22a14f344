import {
  ResourceNotFoundError,
  type InputRequiredResult,
  type McpServer,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { toWireIcon } from '../../src/lib/icon.ts'
import { serveCall, type Serving } from './mcp-call.ts'
import { findResource } from '../../src/lib/offers.ts'
import { toProtocolError } from './protocol-error.ts'
import type { RegisteredResource } from '../../src/lib/registered-resource.ts'

/** Lets a server of the SDK list and read the resources of a worker. */
export function serveResources<env>({ server }: McpServer, serving: Serving<env>): void {
  const all = [...serving.plan.resources.values()]
  server.registerCapabilities({ resources: { listChanged: false } })
  server.setRequestHandler('resources/list', () => ({
    resources: all.filter(({ isTemplate }) => !isTemplate).map(toResource),
  }))
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: all.filter(({ isTemplate }) => isTemplate).map(toTemplate),
  }))
  server.setRequestHandler('resources/read', ({ params }, context) =>
    read(serving, params.uri, context),
  )
}

function toResource<env>(resource: RegisteredResource<env>) {
  return { uri: resource.uri, ...describe(resource) }
}

function toTemplate<env>(resource: RegisteredResource<env>) {
  return { uriTemplate: resource.uri, ...describe(resource) }
}

function describe<env>(resource: RegisteredResource<env>) {
  const { name, title, description, mimeType, icons, scopes, translations } = resource
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(icons === undefined ? {} : { icons: icons.map(toWireIcon) }),
    _meta: {
      'dev.toolgraph/scopes': scopes,
      'dev.toolgraph/translations': translations,
    },
  }
}

async function read<env>(
  serving: Serving<env>,
  uri: string,
  server: ServerContext,
): Promise<ReadResourceResult | InputRequiredResult> {
  const resource = findResource(serving.plan, uri)
  if (resource === undefined) throw new ResourceNotFoundError(uri, `Cannot find resource "${uri}"`)
  const call = { kind: 'resource', callable: resource, args: { uri } } as const
  const outcome = await serveCall(serving, call, server, (context) => ({
    ...context,
    uri,
  }))
  if (outcome.kind === 'answered') return outcome.output
  if (outcome.kind === 'asking') return outcome.result
  throw toProtocolError(outcome, uri)
}
