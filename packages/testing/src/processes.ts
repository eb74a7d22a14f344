import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { serviceUrl } from '@toolgraph/database/migrate'
import { SERVICES, settings, startService, type RunningProcess } from '@toolgraph/launcher'
import { CORPUS_FILE, HAS_CORPUS } from './lib/corpus.ts'
import { createTestDatabase } from './lib/test-database.ts'
import { freePorts } from './ports.ts'

type ServiceName = 'auth' | 'graph' | 'booking' | 'product' | 'order' | 'form' | 'agent-web'

/** One of each, but of our servers booking alone: a test that needs another says so. */
const REPLICAS: Readonly<Record<string, number>> = { product: 0, order: 0, form: 0 }

/** The real services, each in a process of its own, on a database of the test's own. */
export interface RunningToolgraph {
  /** Public addresses: `auth` is the issuer. */
  urls: Readonly<Record<ServiceName, string>>
  /** Where each replica listens, in order; the first stands behind the public address. */
  replicas: Readonly<Record<ServiceName, readonly string[]>>
  /** The owner's connection string. */
  ownerUrl: string
  /** The environment that the services share. */
  environment: Readonly<Record<string, string | undefined>>
  processes: readonly RunningProcess[]
  stop(): Promise<void>
}

/** What to start, and with what. */
export interface RunningOptions {
  /** How many processes of each service (default: one of each, but none of product, order and form; 0 leaves it out). */
  replicas?: Partial<Record<ServiceName, number>>
  environment?: Readonly<Record<string, string>>
  /** Fill the registry first (default: `none`). */
  registry?: 'none' | 'catalog' | 'corpus'
}

const ROOT = path.resolve(import.meta.dirname, '../../..')

/** Starts the services on free ports and waits until all of them answer. */
export async function startToolgraph(options: RunningOptions = {}): Promise<RunningToolgraph> {
  const { replicas: wanted = {}, registry = 'none' } = options
  const { ownerUrl, close } = await createTestDatabase('owner')
  const ports = await freePorts(SERVICES.length)
  const given = Object.fromEntries(
    SERVICES.map(({ portVariable }, index) => [portVariable, String(ports[index])]),
  )
  const environment = settings({
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    ...given,
    ...options.environment,
  })
  await fillRegistry(registry, serviceUrl(ownerUrl, 'graph'))

  const processes: RunningProcess[] = []
  const addresses: [ServiceName, string[]][] = []
  const stop = async () => {
    await Promise.all(processes.map((child) => child.stop()))
    await close()
  }
  try {
    for (const service of SERVICES) {
      const name = service.name as ServiceName
      const count = wanted[name] ?? REPLICAS[name] ?? 1
      const more = await freePorts(Math.max(0, count - 1))
      const own = [Number(environment[service.portVariable]), ...more].slice(0, count)
      for (const port of own)
        processes.push(
          startService(
            service,
            {
              ...environment,
              [service.portVariable]: String(port),
              DATABASE_URL: serviceUrl(ownerUrl, service.database),
            },
            process.env['DEBUG'] ? 'inherit' : 'ignore',
          ),
        )
      addresses.push([name, own.map((port) => `http://localhost:${port}`)])
    }
    await Promise.all(processes.map((child) => child.ready))
  } catch (error) {
    await stop()
    throw error
  }
  const publicUrls = SERVICES.map(({ name, urlVariable }) => [name, environment[urlVariable] ?? ''])
  return {
    urls: Object.fromEntries(publicUrls) as Record<ServiceName, string>,
    replicas: Object.fromEntries(addresses) as Record<ServiceName, string[]>,
    ownerUrl,
    environment,
    processes,
    stop,
  }
}

/** Fills the registry: the real records where they stand beside the checkout, else the catalog that the project carries. */
async function fillRegistry(registry: 'none' | 'catalog' | 'corpus', url: string): Promise<void> {
  if (registry === 'none') return
  const env = { ...process.env, DATABASE_URL: url }
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, args, { cwd: ROOT, env, maxBuffer: 64e6 })
  if (registry === 'corpus' && HAS_CORPUS) await run('graph/src/entry/import.ts', CORPUS_FILE)
  await run('graph/src/entry/load-catalog.ts')
}
