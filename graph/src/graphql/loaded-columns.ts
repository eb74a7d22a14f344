import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core'
import { getDatamodel } from '@toolgraph/database/pothos'
import type { GraphQLFieldResolver } from 'graphql'

declare global {
  // oxlint-disable-next-line no-namespace
  export namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      loadedColumns: LoadedColumnsPlugin<Types>
      plainResolvers: PlainResolversPlugin<Types>
    }
  }
}

type Resolver = GraphQLFieldResolver<unknown, object>

/** Resolvers as they are before the Prisma plugin wraps them. */
const plain = new WeakMap<object, Resolver>()

/** Stands after the Prisma plugin in the list, so it comes first: keeps what that one wraps. */
export class PlainResolversPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolver: Resolver, config: PothosOutputFieldConfig<Types>): Resolver {
    plain.set(config, resolver)
    return resolver
  }
}

/**
 * Stands before the Prisma plugin: resolves a field whose columns its row has without asking it. Whichever statement
 * read the row, a column of it is what it is. The Prisma plugin looks that up by the path, for each field of each row,
 * which is most of what a list costs.
 *
 * A field that counts a relation says so by the extension `loadedCount`, if it counts the same for all who ask in one
 * request.
 */
export class LoadedColumnsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolver: Resolver, config: PothosOutputFieldConfig<Types>): Resolver {
    const isLoaded = this.#checkOf(config)
    const direct = plain.get(config)
    if (!isLoaded || !direct) return resolver
    return (row, args, context, info) =>
      (isLoaded(Object(row)) ? direct : resolver)(row, args, context, info)
  }

  /** Tells whether a row has what a field reads; `undefined` where that is not always the same. */
  #checkOf(config: PothosOutputFieldConfig<Types>): ((row: object) => boolean) | undefined {
    const type = this.buildCache.getTypeConfig(config.parentType)
    const known = COLUMNS.get(String(type.extensions?.['pothosPrismaModel']))
    const select: unknown = config.extensions?.['pothosPrismaSelect']
    if (!known || typeof select !== 'object' || select === null) return checkCount(config)
    const columns = Object.keys(select)
    const isPlain = Object.entries(select).every(
      ([name, value]) => value === true && known.has(name),
    )
    if (!isPlain || columns.length === 0) return undefined
    return (row) => columns.every((column) => Object.hasOwn(row, column))
  }
}

function checkCount({ extensions }: { extensions?: object | null | undefined }) {
  const { loadedCount }: { loadedCount?: unknown } = extensions ?? {}
  if (typeof loadedCount !== 'string') return undefined
  return (row: { _count?: object }) =>
    row._count !== undefined && Object.hasOwn(row._count, loadedCount)
}

/** The columns of each model: its fields that are no relations. */
const COLUMNS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(getDatamodel().datamodel.models).map(([model, { fields }]) => [
    model,
    new Set(fields.filter(({ kind }) => kind !== 'object').map(({ name }) => name)),
  ]),
)

SchemaBuilder.registerPlugin('loadedColumns', LoadedColumnsPlugin)
SchemaBuilder.registerPlugin('plainResolvers', PlainResolversPlugin)
