import { fail, ok, type Result } from '@toolgraph/errors'
import { type DocumentNode, Kind, parse, visit } from 'graphql'
import * as z from 'zod'

const bodySchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

/** Fields that no page needs; a script that got into one should not get them either. */
const SERVER_ONLY = ['tokenSet']

/** Why a page may not ask this. */
export type OperationFailure = 'malformed' | 'mutation' | 'server_only_field'

/** Checks what a page asks of the graph: questions and subscriptions, without the sealed tokens. Pure. */
export function checkBrowserOperation(body: string): Result<DocumentNode, OperationFailure> {
  const document = parseDocument(body)
  if (!document) return fail('malformed')

  const failures: OperationFailure[] = []
  visit(document, {
    [Kind.OPERATION_DEFINITION]: ({ operation }) => {
      if (operation === 'mutation') failures.push('mutation')
    },
    [Kind.FIELD]: ({ name }) => {
      if (SERVER_ONLY.includes(name.value)) failures.push('server_only_field')
    },
  })
  return failures[0] ? fail(failures[0]) : ok(document)
}

function parseDocument(body: string): DocumentNode | undefined {
  try {
    const { query } = bodySchema.parse(JSON.parse(body))
    return parse(query, { maxTokens: 1000 })
  } catch {
    return undefined
  }
}
