import SchemaBuilder from '@pothos/core'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import SimpleObjectsPlugin from '@pothos/plugin-simple-objects'
import ValidationPlugin from '@pothos/plugin-validation'
import { getDatamodel, type PrismaTypes } from '@toolgraph/database/pothos'
import { assertScope, type Scope } from '../registry/viewer.ts'
import type { GraphContext } from '../context.ts'
import './loaded-columns.ts'
import { decodeNodeId } from './node-id.ts'

/** The largest page of any list. */
export const MAX_PAGE_SIZE = 100

/** Collects the types of the schema: each file beside this one adds its own. */
export const builder = new SchemaBuilder<{
  Context: GraphContext
  PrismaTypes: PrismaTypes
  AuthScopes: { scope: Scope }
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  Scalars: {
    DateTime: { Input: Date; Output: Date }
    JSON: { Input: unknown; Output: unknown }
    ID: { Input: string; Output: string | number | bigint }
  }
}>({
  plugins: [
    ScopeAuthPlugin,
    RelayPlugin,
    'loadedColumns',
    PrismaPlugin,
    'plainResolvers',
    SimpleObjectsPlugin,
    ValidationPlugin,
  ],
  defaultFieldNullability: false,
  relay: {
    cursorType: 'String',
    edgesFieldOptions: { nullable: false },
    nodeFieldOptions: { nullable: false },
    decodeGlobalID: decodeNodeId,
    nodeQueryOptions: { description: 'Any node by its id; null when the viewer may not see it.' },
  },
  prisma: {
    client: (context) => context.database,
    dmmf: getDatamodel(),
    maxConnectionSize: MAX_PAGE_SIZE,
    defaultConnectionSize: 20,
    onUnusedQuery: 'error',
  },
  scopeAuth: {
    authScopes: (context) => ({
      // Throws the refusal itself, so that each face tells one story.
      scope: (scope) => Boolean(assertScope(context.viewer, scope)),
    }),
    treatErrorsAsUnauthorized: false,
  },
})

builder.queryType({})
builder.mutationType({})
builder.subscriptionType({})
