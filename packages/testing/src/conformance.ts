import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import * as z from 'zod'

/** What the suite found out about one requirement. */
export type ConformanceCheck = z.infer<typeof checkSchema>

/** How one run of the protocol's conformance suite ended. */
export interface ConformanceRun {
  /** The suite's own verdict: 0 where all passed. */
  code: number | null
  /** What the suite said while it ran. */
  output: string
  /** What the program under test said, where the suite started one. */
  said: string
  /** All checks, by their names. */
  checks: ConformanceCheck[]
  /** The same, by the scenario that they belong to. */
  scenarios: ReadonlyMap<string, ConformanceCheck[]>
}

/** The suite is a program; its package has no entry to import. */
const SUITE = path.resolve(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json'),
  '../dist/index.js',
)

/** The suite and the program under test start once a scenario: compiled code is kept between the starts. */
const COMPILED = path.resolve(import.meta.dirname, '../../../node_modules/.cache/conformance')

const checkSchema = z.object({
  id: z.string(),
  status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
  errorMessage: z.string().optional(),
})

/**
 * Runs a command of the suite and reads what it checked.
 *
 * @param args The command and its options, without where the results go
 * @param onOutput Told all that was said so far, whenever there is more
 */
export async function runConformance(
  args: readonly string[],
  onOutput?: (output: string) => void,
): Promise<ConformanceRun> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'toolgraph-conformance-'))
  try {
    const { code, output } = await runSuite([...args, '-o', folder], onOutput)
    const scenarios = readChecks(folder)
    const checks = [...scenarios.values()].flat().toSorted((a, b) => a.id.localeCompare(b.id))
    return { code, output, said: readSaid(folder), checks, scenarios }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The scenarios that a revision of the protocol names for one side. */
export interface RequiredScenarios {
  /** What an implementation has to pass. */
  scored: string[]
  /** What is run and reported, and never scored. */
  unscored: string[]
}

/** Lists what the suite runs for a revision, such as `2026-07-28`. */
export async function listConformance(
  revision: string,
  side: 'client' | 'server',
): Promise<RequiredScenarios> {
  const { output } = await runSuite(['list', '--requirements', revision])
  const [required = '', rest = ''] = output.split('Run and reported, but never scored:')
  const heading = side === 'client' ? 'Client scenarios' : 'Server scenarios'
  const section = required.split(/\n(?=\w)/).find((part) => part.startsWith(heading)) ?? ''
  const names = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name)
  return {
    scored: names(section, /^ +- (\S+)$/gm),
    unscored: names(rest, new RegExp(`^ +- (\\S+) \\[${side}\\]$`, 'gm')),
  }
}

async function runSuite(
  args: readonly string[],
  onOutput?: (output: string) => void,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [SUITE, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  })
  let output = ''
  const read = (chunk: string) => {
    output += chunk
    onOutput?.(output)
  }
  child.stdout.setEncoding('utf8').on('data', read)
  child.stderr.setEncoding('utf8').on('data', read)
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('close', resolve)
  return { code: await promise, output }
}

/** Each scenario has a folder, whose name ends with the time. */
function readChecks(folder: string): Map<string, ConformanceCheck[]> {
  const found = new Map<string, ConformanceCheck[]>()
  for (const file of filesOf(folder, '**/checks.json')) {
    const [, scenario = ''] =
      /^(?:server-)?(.*?)(?:-\d{4}-\d\d-\d\dT[^/]*)?$/.exec(path.dirname(file)) ?? []
    const text = readFileSync(path.join(folder, file), 'utf8')
    found.set(scenario, z.array(checkSchema).parse(JSON.parse(text)))
  }
  return found
}

function readSaid(folder: string): string {
  const files = filesOf(folder, '**/std{out,err}.txt')
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n')
}

function filesOf(folder: string, pattern: string): string[] {
  return globSync(pattern, { cwd: folder }).toSorted()
}
