import { GraphQLError } from 'graphql'

/** What one operation may be; the README says how each is counted. */
export const OPERATION_LIMITS = {
  tokens: 1000,
  aliases: 15,
  directives: 5,
  depth: 7,
  cost: 10_000,
} as const

/** What of an operation is limited. */
export type OperationLimit = keyof typeof OPERATION_LIMITS

/**
 * Refuses an operation that goes past a limit.
 *
 * @param found How much of it was found (default: the counting stopped at the limit)
 */
export function tooComplex(limit: OperationLimit, found?: number): GraphQLError {
  const max = OPERATION_LIMITS[limit]
  const count = found === undefined ? '' : `: ${found}`
  return new GraphQLError(
    `Cannot run the operation: it has more than ${WORDS[limit](max)}${count}`,
    {
      extensions: {
        code: 'ERR_OPERATION_TOO_COMPLEX',
        limit,
        ...(found === undefined ? {} : { found }),
        max,
        http: { spec: true, status: 400 },
      },
    },
  )
}

const WORDS: Readonly<Record<OperationLimit, (max: number) => string>> = {
  tokens: (max) => `${max} tokens`,
  aliases: (max) => `${max} aliases`,
  directives: (max) => `${max} directives`,
  depth: (max) => `${max} levels of fields`,
  cost: (max) => `a cost of ${max}`,
}
