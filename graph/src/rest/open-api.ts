import * as z from 'zod'
import { SCOPES } from '../registry/viewer.ts'
import type { AnswerDescription, Route } from './route.ts'

/** What the document says of the service as a whole. */
export interface OpenApiOptions {
  graphUrl: string
  issuerUrl: string
  version: string
}

/** Writes the OpenAPI 3.1 document of the routes, out of the schemas that validate the requests. */
export function toOpenApi(routes: readonly Route[], options: OpenApiOptions): object {
  const { graphUrl, issuerUrl, version } = options
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route) }

  return {
    openapi: '3.1.0',
    info: { title: 'Toolgraph registry', version, license: { name: 'MIT' } },
    servers: [{ url: graphUrl }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        issuer: {
          type: 'oauth2',
          flows: {
            authorizationCode: {
              authorizationUrl: `${issuerUrl}/authorize`,
              tokenUrl: `${issuerUrl}/token`,
              scopes: Object.fromEntries(
                Object.entries(SCOPES).map(([scope, { en }]) => [scope, en]),
              ),
            },
          },
        },
      },
    },
  }
}

function toOperation(route: Route): object {
  const { operationId, summary, scope, body, answers } = route
  return {
    operationId,
    summary,
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...(scope ? { security: [{ issuer: [scope] }] } : {}),
    ...(body
      ? { requestBody: { required: true, content: jsonContent(toJsonSchema(body, 'input')) } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [status, toResponse(answer)]),
      ),
      default: {
        description: 'A refusal or a fault',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

function toResponse({ description, schema, mediaTypes }: AnswerDescription): object {
  if (mediaTypes)
    return { description, content: Object.fromEntries(mediaTypes.map((type) => [type, {}])) }
  return {
    description,
    ...(schema ? { content: jsonContent(toJsonSchema(schema, 'output')) } : {}),
  }
}

function pathParameters({ params = {} }: Route): object[] {
  return Object.entries(params).map(([name, description]) => ({
    name,
    description,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters({ query }: Route): object[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = toJsonSchema(schema, 'input')
    const required = !(schema as z.ZodType).safeParse(undefined).success
    return { name, in: 'query', required, ...(description ? { description } : {}), schema: rest }
  })
}

function jsonContent(schema: object): object {
  return { 'application/json': { schema } }
}

function toJsonSchema(schema: z.core.$ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457: branch on `code`',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
  },
}
