import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import process from 'node:process'

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

/** Beneath the ports that the system hands out by itself: until ours is used, no connection is given it. */
const [FIRST, LAST] = [20_000, 32_767]
/** Each worker of a run has a part of them, else two test files that start at the same moment could choose one port. */
const PARTS = 16
const given = new Set<number>()

function hold(): Promise<{ release: () => Promise<number> }> {
  return new Promise((resolve, reject) => {
    const port = choosePort()
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

/** One that nobody was given who may not listen there yet. */
function choosePort(): number {
  const size = Math.floor((LAST - FIRST) / PARTS)
  const first = FIRST + (Number(process.env['VITEST_POOL_ID'] ?? 0) % PARTS) * size
  const port = randomInt(first, first + size)
  if (given.has(port)) return choosePort()
  given.add(port)
  return port
}
