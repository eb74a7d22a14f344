import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { HTTP_STATUS } from '../error-code.ts'
import { toProblem } from '../rest/problem.ts'
import { toToolError } from '../mcp/to-tool-error.ts'
import { serverNotFound } from '../registry/errors.ts'
import { AccessError } from '../registry/viewer.ts'
import { toGraphqlError, toRefusal } from './to-graphql-error.ts'

const toFault = () => 'fault-1'
const challenge = (scopes: readonly string[], error?: string) =>
  `Bearer ${scopes.join(' ')} ${error}`

function thrown(originalError: Error): GraphQLError {
  return new GraphQLError(originalError.message, { originalError, path: ['server'] })
}

describe('a refusal', () => {
  const refusal = serverNotFound('com.example/none')

  it('keeps its code and words on every face', async () => {
    expect(toGraphqlError(thrown(refusal), toFault)).toMatchObject({
      message: refusal.message,
      path: ['server'],
      extensions: { code: 'ERR_SERVER_NOT_FOUND', status: 404 },
    })
    expect(toRefusal(refusal)).toEqual({ code: refusal.code, message: refusal.message })
    expect(toToolError(refusal)).toMatchObject({
      code: 'ERR_SERVER_NOT_FOUND',
      message: `${refusal.message}. Use search_servers to find its name.`,
    })
    const problem = toProblem(refusal, { toFault, challenge })
    expect(problem.status).toBe(404)
    expect(await problem.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'ERR_SERVER_NOT_FOUND',
      detail: refusal.message,
    })
  })

  it('challenges the caller over REST, with all that is needed', () => {
    const missing = new AccessError('ERR_SCOPE_MISSING', 'It needs a scope', ['servers:write'])
    const { status, headers } = toProblem(missing, { toFault, challenge })
    expect(status).toBe(HTTP_STATUS.ERR_SCOPE_MISSING)
    expect(headers.get('www-authenticate')).toBe('Bearer servers:write insufficient_scope')
  })
})

describe('a fault', () => {
  const fault = new Error('connection to postgres://secret@db failed')

  it('shows its id and nothing of itself on any face', async () => {
    const shown = toGraphqlError(thrown(fault), toFault)
    expect(shown.message).toBe('Something went wrong (fault-1)')
    expect(JSON.stringify(shown)).not.toContain('secret')
    expect(toGraphqlError(fault, toFault).message).toBe('Something went wrong (fault-1)')
    expect(toRefusal(fault)).toBeUndefined()
    expect(toToolError(fault)).toBe(fault)
    const problem = toProblem(fault, { toFault, challenge })
    expect(problem.status).toBe(500)
    expect(await problem.text()).not.toContain('secret')
  })
})

describe("GraphQL's own errors", () => {
  it('pass with a code, without what a parser said of the body', () => {
    const error = new GraphQLError('POST body sent invalid JSON.', {
      extensions: { code: 'BAD_REQUEST', originalError: { message: 'Unexpected token s3cret' } },
    })
    const shown = toGraphqlError(error, toFault)
    expect(shown).toMatchObject({ extensions: { code: 'ERR_BODY_INVALID' } })
    expect(JSON.stringify(shown)).not.toContain('s3cret')
  })
})
