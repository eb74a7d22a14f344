import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createMcpWorker, ToolError } from '../index.ts'
import { createTestClient } from '../testing.ts'

const details = { invoice_uri: 'https://pay.test/invoices/1' }
const worker = createMcpWorker({
  name: 'test.pay/pay',
  version: '1.0.0',
  description: 'Takes no money',
  url: 'https://pay.test/mcp',
}).mcpTool(
  'pay',
  z.object({}),
  () => {
    throw new ToolError('ERR_UNPAID', 'Cannot go on: pay first', { details })
  },
  { annotations: { readOnlyHint: true } },
)

describe('ToolError', () => {
  it.each(['modern', 'legacy'] as const)(
    'tells a %s client its code, its words and its details',
    async (era) => {
      const client = await createTestClient(worker, { env: {}, era })
      expect(await client.callRaw('pay')).toMatchObject({
        isError: true,
        content: [{ type: 'text', text: 'Cannot go on: pay first' }],
        _meta: { 'dev.toolgraph/code': 'ERR_UNPAID', 'dev.toolgraph/details': details },
      })
    },
  )

  it('tells them to a caller of plain HTTP', async () => {
    const call = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    const answer = await worker.fetch(new Request('https://pay.test/mcp/tools/pay', call), {})
    expect(answer.status).toBe(422)
    const detail = 'Cannot go on: pay first'
    expect(await answer.json()).toMatchObject({ code: 'ERR_UNPAID', detail, details })
  })
})
