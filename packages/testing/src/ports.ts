import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

/** Different ports that nobody listens at. */
export async function freePorts(count: number): Promise<number[]> {
  // All are held at once, so that none is given twice.
  const probes = await Promise.all(Array.from({ length: count }, hold))
  return Promise.all(probes.map(({ release }) => release()))
}

function hold(): Promise<{ release: () => Promise<number> }> {
  return new Promise((resolve, reject) => {
    // Beneath the ports that the system hands out by itself: until ours is used, no connection is given it.
    const port = randomInt(20_000, 32_768)
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(hold())
      else reject(error)
    })
    probe.listen(port, '127.0.0.1', () => {
      resolve({ release: () => new Promise((done) => probe.close(() => done(port))) })
    })
  })
}
