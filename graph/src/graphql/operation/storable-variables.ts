import { createGraphQLError, type Plugin } from 'graphql-yoga'
import { isShallow, toStorable } from '../../registry/to-storable.ts'

type Variables = Record<string, unknown>

/**
 * Makes hostile text in variables harmless before a resolver sees it.
 *
 * @throws GraphQLError For what is nested so deep that reading it would overflow a stack
 */
export function toStorableVariables(variables: Variables): Variables {
  if (isShallow(variables)) return toStorable(variables)
  throw createGraphQLError('Cannot read the variables: they are nested too deep', {
    extensions: { code: 'ERR_INPUT_INVALID', http: { status: 400 } },
  })
}

/** The same for what comes through Yoga. */
export function useStorableVariables(): Plugin {
  return {
    onParams({ params, setParams }) {
      if (params.variables)
        setParams({ ...params, variables: toStorableVariables(params.variables) })
    },
  }
}
