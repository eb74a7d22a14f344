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
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      resolve({ release: () => new Promise((done) => probe.close(() => done(port))) })
    })
  })
}
