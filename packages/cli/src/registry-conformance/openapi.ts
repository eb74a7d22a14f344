import { createSchemaCheck, type Finding, type SchemaCheck } from '@toolgraph/server-json'
import document from './registry-openapi.json' with { type: 'json' }

/** An operation of the standard: `GET /v0.1/servers/{serverName}/versions`. */
export type Operation = `${string} /${string}`

interface Responses {
  readonly [status: string]: { content?: { 'application/json'?: { schema: object } } }
}

/**
 * A registry lists what publishers wrote, right or wrong: here only what every client reads of a server is demanded;
 * the group `schema` judges the rest.
 */
const LISTED_SERVER = {
  type: 'object',
  required: ['name', 'description', 'version'],
  properties: {
    name: { type: 'string', minLength: 1 },
    description: { type: 'string' },
    version: { type: 'string', minLength: 1 },
  },
}

const { schemas } = document.components
const { nextCursor, ...metadata } = schemas.ServerList.properties.metadata.properties

const COMPONENTS = {
  schemas: {
    ...schemas,
    ServerDetail: LISTED_SERVER,
    ServerList: {
      ...schemas.ServerList,
      properties: {
        ...schemas.ServerList.properties,
        // "If null or empty, there are no more results", says its description.
        metadata: {
          properties: { ...metadata, nextCursor: { ...nextCursor, type: ['string', 'null'] } },
        },
      },
    },
  },
}

/** The operations of the standard, each with its answers. */
export const OPERATIONS: ReadonlyMap<Operation, Responses> = new Map(
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]): [Operation, Responses] => [
      `${method.toUpperCase()} ${path}` as Operation,
      responses,
    ]),
  ),
)

/**
 * Says what is wrong with the body of an answer, by the schema that the standard has for it.
 *
 * @returns `undefined` when the standard knows no such status there
 */
export function checkAnswer(
  operation: Operation,
  status: number,
  body: unknown,
): Finding[] | undefined {
  const answer = OPERATIONS.get(operation)?.[String(status)]
  if (!answer) return undefined
  const schema = answer.content?.['application/json']?.schema
  return schema ? checkOf(schema)(body) : []
}

const checks = new WeakMap<object, SchemaCheck>()

function checkOf(schema: object): SchemaCheck {
  const known = checks.get(schema)
  if (known) return known
  const check = createSchemaCheck({ ...schema, components: COMPONENTS }, '2020-12')
  checks.set(schema, check)
  return check
}
