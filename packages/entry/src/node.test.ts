import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { createLog } from './index.ts'
import { serveNode } from './node.ts'

const log = createLog('test', 'development')

it('serves on a free port, and stops after closing what the service holds', async () => {
  let isClosed = false
  const service = await serveNode({
    name: 'test',
    fetch: () => new Response('hello'),
    host: '127.0.0.1',
    port: 0,
    log,
    onStop: async () => {
      isClosed = true
    },
  })

  const response = await fetch(`http://127.0.0.1:${service.port}/`)
  expect(await response.text()).toBe('hello')

  await service.stop()
  expect(isClosed).toBe(true)
  await expect(fetch(`http://127.0.0.1:${service.port}/`)).rejects.toThrow()
})

it('says what to do when the port is taken', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })

  const service = { name: 'graph', fetch: () => new Response(), host: '127.0.0.1', port, log }
  await expect(serveNode(service)).rejects.toThrow(
    `Cannot start graph: port ${port} is taken; end the program that uses it or set another port`,
  )
  other.close()
})
