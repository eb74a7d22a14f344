import type { ObjectFieldsShape } from '@pothos/core'
import { builder } from './builder.ts'
import { toRefusal, type Refusal } from './to-graphql-error.ts'

const RefusalRef = builder.objectRef<Refusal>('Refusal').implement({
  description: 'An expected refusal: branch on `code`, show `message`.',
  fields: (t) => ({
    code: t.exposeString('code'),
    message: t.exposeString('message'),
    retryAfter: t.int({
      nullable: true,
      description: 'After how many seconds another try is worth making, where you were too fast.',
      resolve: ({ retryAfter }) => retryAfter ?? null,
    }),
  }),
})

/**
 * Declares the result of a mutation: `<Name>Success` with these fields, or a refusal.
 *
 * @param name The mutation's name, upper case first
 */
export function resultType<success extends object>(
  name: string,
  fields: ObjectFieldsShape<typeof builder.$inferSchemaTypes, success>,
) {
  const Success = builder.objectRef<success>(`${name}Success`).implement({ fields })
  return builder.unionType(`${name}Result`, {
    types: [Success, RefusalRef],
    resolveType: (value) => (isRefusal(value) ? RefusalRef : Success),
  })
}

/** Runs a verb and turns its refusals into a value; faults go on being thrown. */
export async function refusable<success extends object>(
  run: () => Promise<success>,
): Promise<success | Refusal> {
  try {
    return await run()
  } catch (error) {
    const refusal = toRefusal(error)
    if (refusal) return refusal
    throw error
  }
}

function isRefusal(value: object): value is Refusal {
  return 'code' in value && 'message' in value
}
