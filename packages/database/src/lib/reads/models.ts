import { getDatamodel } from '../../../generated/pothos-types.ts'

/** A column, or the way to another table. */
export interface ModelField {
  name: string
  type: string
  kind: 'scalar' | 'enum' | 'object'
  isList: boolean
  /** Holds no NULL. */
  isRequired: boolean
}

/** What a statement has to know of a table. */
export interface Model {
  name: string
  fields: ReadonlyMap<string, ModelField>
  /** Each relation with the two columns that meet. */
  relations: ReadonlyMap<string, Relation>
  /** Unique keys of several columns, by Prisma's name for them: `ownerId_subject`. */
  compoundKeys: ReadonlyMap<string, readonly string[]>
}

/** From a row to those of another table. */
export interface Relation {
  model: string
  /** Column of this table. */
  from: string
  /** Column of the other one. */
  to: string
  isList: boolean
}

/** The tables by their names. Every relation of the schema refers to an `id`; a test holds it to that. */
export const MODELS: ReadonlyMap<string, Model> = readModels()

function readModels(): Map<string, Model> {
  const models = getDatamodel().datamodel.models as Readonly<Record<string, GeneratedModel>>
  return new Map(Object.keys(models).map((name) => [name, toModel(name, models)]))
}

/** As Pothos' generator writes it. */
interface GeneratedModel {
  fields: readonly (ModelField & {
    relationName?: string
    relationFromFields?: readonly string[]
  })[]
  primaryKey: GeneratedKey | null
  uniqueIndexes: readonly GeneratedKey[]
}

interface GeneratedKey {
  name: string | null
  fields: readonly string[]
}

function toModel(name: string, models: Readonly<Record<string, GeneratedModel>>): Model {
  const { fields, primaryKey, uniqueIndexes } = models[name] ?? EMPTY
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniqueIndexes]
  const relations = fields
    .filter(({ kind }) => kind === 'object')
    .flatMap((field) => {
      const relation = toRelation(name, field, models)
      return relation ? [[field.name, relation] as const] : []
    })
  return {
    name,
    fields: new Map(fields.map((field) => [field.name, field])),
    relations: new Map(relations),
    compoundKeys: new Map(keys.map((key) => [key.name ?? key.fields.join('_'), key.fields])),
  }
}

const EMPTY: GeneratedModel = { fields: [], primaryKey: null, uniqueIndexes: [] }

function toRelation(
  name: string,
  field: GeneratedModel['fields'][number],
  models: Readonly<Record<string, GeneratedModel>>,
): Relation | undefined {
  const { type: model, isList, relationName, relationFromFields = [] } = field
  const [from, ...others] = relationFromFields
  if (others.length > 0 || model === name) return undefined
  if (from !== undefined) return { model, from, to: 'id', isList }
  const opposite = models[model]?.fields.find((each) => each.relationName === relationName)
  const [to, ...more] = opposite?.relationFromFields ?? []
  return to === undefined || more.length > 0 ? undefined : { model, from: 'id', to, isList }
}
