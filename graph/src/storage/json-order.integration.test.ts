import { createTestDatabase } from '@toolgraph/testing'
import { expect, it } from 'vitest'

it('keeps the order in which a schema names its properties', async () => {
  const { database, close } = await createTestDatabase('graph')
  const inputSchema = {
    type: 'object',
    properties: { roomId: {}, startsAt: {}, minutes: {}, title: {} },
    required: ['roomId'],
  }
  const server = await database.mcpServer.create({
    data: {
      name: 'a/b',
      nameKey: 'a/b',
      title: 'A',
      description: '',
      version: '1',
      tools: { create: { name: 't', inputSchema, fingerprint: '' } },
    },
    include: { tools: true },
  })

  const [tool] = await database.mcpTool.findMany({ where: { serverId: server.id } })
  expect(JSON.stringify(tool?.inputSchema)).toBe(JSON.stringify(inputSchema))
  await close()
})
