import { describe, expect, it } from 'vitest'
import { toOpenApi } from './open-api.ts'
import { ROUTES } from './routes.ts'

const document = JSON.parse(
  JSON.stringify(
    toOpenApi(ROUTES, {
      graphUrl: 'https://graph.test',
      issuerUrl: 'https://issuer.test',
      version: '1.0.0',
    }),
  ),
)

describe('the OpenAPI document', () => {
  it('describes each operation with what it takes and gives', () => {
    for (const route of ROUTES) {
      const operation = document.paths[route.path][route.method]
      expect(operation).toMatchObject({ operationId: route.operationId, summary: route.summary })
      for (const [status, { schema }] of Object.entries(route.answers))
        if (schema)
          expect(operation.responses[status].content['application/json'].schema).toBeTypeOf(
            'object',
          )
        else expect(operation.responses[status].description).toBeTruthy()
      expect(operation.responses.default.content).toHaveProperty(['application/problem+json'])
      expect(Boolean(operation.requestBody)).toBe(route.method === 'post')
      expect(operation.security).toEqual(route.scope ? [{ issuer: [route.scope] }] : undefined)
    }
  })

  it('says of the query what its schema says', () => {
    const { parameters } = document.paths['/search'].get
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
      'q',
      'tag',
      'category',
      'scope',
      'owner',
      'region',
      'auth',
      'health',
      'remote',
      'why',
      'limit',
      'cursor',
    ])
    expect(document.paths['/registry/resources'].get.parameters[0]).toMatchObject({
      name: 'uri',
      required: true,
    })
  })
})
