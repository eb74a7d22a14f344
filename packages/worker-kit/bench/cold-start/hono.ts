import { Hono } from 'hono'

export default new Hono().post('/mcp', async (context) => {
  const { id, params } = await context.req.json()
  const data = { sum: params.arguments.a + params.arguments.b }
  const result = {
    content: [{ type: 'text', text: JSON.stringify(data) }],
    structuredContent: data,
  }
  return context.json({ jsonrpc: '2.0', id, result })
})
