import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startService } from './start-service.ts'

it('does not take the answers of a stranger on the port for those of the service', async () => {
  const stranger = createServer((_request, response) => response.end('ok'))
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  // Listening with a host given, its address is neither a string nor null.
  const { port } = stranger.address() as AddressInfo
  const folder = await mkdtemp(path.join(tmpdir(), 'toolgraph-stranger-'))
  const entry = path.join(folder, 'service.mjs')
  const program = `import { createServer } from 'node:http'
    createServer().once('error', () => process.exit(1)).listen(${port}, '127.0.0.1')`
  await writeFile(entry, program)
  const service = { name: 'late', entry, database: 'graph', portVariable: 'PORT' } as const
  const started = startService(
    { ...service, urlVariable: 'URL', port },
    { PORT: String(port) },
    'ignore',
  )
  await expect(started.ready).rejects.toThrow('Cannot start late: see above')
  expect(await started.ended).toBe(1)
  stranger.close()
  await rm(folder, { recursive: true })
})
