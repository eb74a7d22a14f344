import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { freePorts } from '@toolgraph/testing/ports'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCallLog, type CallLog } from './call-log.ts'
import { createFront } from './front.ts'

let servers: Server[]
let calls: CallLog
let workerPort: number
let url: string

beforeEach(async () => {
  servers = []
  calls = createCallLog()
  const [frontPort = 0, port = 0] = await freePorts(2)
  workerPort = port
  url = `http://localhost:${frontPort}/mcp`
  await listen(createFront({ target: port, calls, now: Date.now }), frontPort)
})
afterEach(() => {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
})

async function listen(server: Server, port: number): Promise<void> {
  servers.push(server)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

const startWorker = (answer: RequestListener) => listen(createServer(answer), workerPort)

describe('what stands before the worker', () => {
  it('lets a call wait while the worker starts anew', async () => {
    const early = fetch(url, { method: 'POST', body: 'hello' })
    await startWorker((request, response) => void request.pipe(response))
    expect(await (await early).text()).toBe('hello')
  })

  it('hands on the host that the caller named, and what the worker says', async () => {
    await startWorker((request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer x' }).end(request.headers.host)
    })
    const answer = await fetch(url)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer x')
    expect(await answer.text()).toBe(new URL(url).host)
  })

  it('remembers calls with their challenge, newest first, and no token', async () => {
    await startWorker((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer x' }).end('who?')
    })
    const headers = { authorization: 'Bearer eyJ' }
    await (await fetch(url, { method: 'POST', body: 'one', headers })).text()
    await (await fetch(url, { method: 'POST', body: 'two', headers })).text()
    await expect.poll(() => calls.list().length).toBe(2)
    expect(calls.list()).toMatchObject([
      { request: 'two', response: 'who?', status: 401, challenge: 'Bearer x', path: '/mcp' },
      { request: 'one' },
    ])
    expect(JSON.stringify(calls.list())).not.toContain('eyJ')
  })

  it('passes on a stream as it comes, and ends the call of a caller who goes away', async () => {
    let isClosed = false
    await startWorker((_request, response) => {
      response.writeHead(200).write('first')
      response.once('close', () => (isClosed = true))
    })
    const caller = new AbortController()
    const answer = await fetch(url, { signal: caller.signal })
    const chunk = await answer.body?.getReader().read()
    expect(new TextDecoder().decode(chunk?.value)).toBe('first')
    caller.abort()
    await expect.poll(() => isClosed).toBe(true)
  })

  it('lives on when the worker dies in the middle of an answer', async () => {
    await startWorker((request, response) => {
      response.writeHead(200).write('first')
      setTimeout(() => request.socket.destroy(), 20)
    })
    const dying = await fetch(url)
    await expect(dying.text()).rejects.toThrow()
    const again = await fetch(url)
    expect(again.status).toBe(200)
    await again.body?.cancel()
  })
})
