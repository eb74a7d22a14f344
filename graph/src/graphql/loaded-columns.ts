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
 */
export class LoadedColumnsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(resolver: Resolver, config: PothosOutputFieldConfig<Types>): Resolver {
    const columns = this.#columnsOf(config)
    const direct = plain.get(config)
    if (!columns || !direct) return resolver
    return (row, args, context, info) => {
      const isLoaded = columns.every((column) => Object.hasOwn(Object(row), column))
      return (isLoaded ? direct : resolver)(row, args, context, info)
    }
  }

  /** The columns that a field always reads; `undefined` where it reads something else, or not always the same. */
  #columnsOf(config: PothosOutputFieldConfig<Types>): string[] | undefined {
    const type = this.buildCache.getTypeConfig(config.parentType)
    const columns = COLUMNS.get(String(type.extensions?.['pothosPrismaModel']))
    const select: unknown = config.extensions?.['pothosPrismaSelect']
    if (!columns || typeof select !== 'object' || select === null) return undefined
    const entries = Object.entries(select)
    const isPlain = entries.every(([name, value]) => value === true && columns.has(name))
    return isPlain && entries.length > 0 ? entries.map(([name]) => name) : undefined
  }
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
