import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../../../..')
const BIN = path.join(ROOT, 'node_modules', '.bin')
const IGNORED =
  /(^|\/)(node_modules|build|generated|\.svelte-kit|paraglide|cache|e2e)(\/|$)|\.test\.ts$/

/** Generates the database client when the schema has changed since the last time. */
export function generateDatabase(): void {
  runWhenStale('database', ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'], {
    output: 'packages/database/generated/pothos-types.ts',
    command: ['prisma', ['generate']],
  })
}

/** Builds agent-web when any of its sources has changed since the last time. */
export function buildAgentWeb(): void {
  const sources = ['agent-web/**', 'packages/*/src/**', 'prisma/schema.prisma', 'package-lock.json']
  runWhenStale('agent-web', sources, {
    output: 'agent-web/build/newest',
    command: ['npm', ['run', '--silent', 'build', '--workspace', 'agent-web']],
  })
}

interface Step {
  /** What stands there after the command. */
  output: string
  command: [program: string, args: string[]]
}

function runWhenStale(name: string, patterns: string[], { output, command }: Step): void {
  const stamp = path.join(ROOT, '.toolgraph', `${name}.sha256`)
  const digest = digestOf(patterns)
  const isFresh = existsSync(path.join(ROOT, output)) && existsSync(stamp)
  if (isFresh && readFileSync(stamp, 'utf8') === digest) return

  console.log(`Building ${name}`)
  const [program, args] = command
  const local = path.join(BIN, program)
  try {
    execFileSync(existsSync(local) ? local : program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    })
  } catch (error) {
    throw new Error(`Cannot build ${name}:\n${outputOf(error)}`, { cause: error })
  }
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, digest)
}

function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string }
  return `${stdout}${stderr}`.trim() || error.message
}

function digestOf(patterns: string[]): string {
  const hash = createHash('sha256')
  for (const file of globSync(patterns, { cwd: ROOT }).toSorted()) {
    if (IGNORED.test(file)) continue
    const full = path.join(ROOT, file)
    if (statSync(full).isFile()) hash.update(file).update('\0').update(readFileSync(full))
  }
  return hash.digest('hex')
}
