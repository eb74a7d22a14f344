// `npm test`: the whole gate. Installs what it needs, stops at the first step that fails, and ends with
// one line "N passed, N failed", summed from the test runners.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { environment, prepare, refuse, ROOT } from './dependencies.mjs'

const CHROMIUMS = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
/** What is generated and committed: generating it again must change nothing. */
const GENERATED = ['graph/schema.graphql', 'agent-web/src/gql']

const STEPS = [
  ['generated files', 'generate'],
  ['format', 'format:check'],
  ['lint', 'lint'],
  ['types', 'types'],
  ['unit tests', 'unit'],
  ['build', 'build'],
  ['integration tests', 'integration'],
  ['conformance', 'conformance'],
  ['browser tests', 'browser'],
]

prepare()
const env = { ...environment(), CHROMIUM_PATH: ensureChromium() }
let passed = 0
let failed = 0
for (const [title, script] of STEPS) {
  const before = script === 'generate' ? digestOfGenerated() : undefined
  const began = Date.now()
  console.log(`\n=== ${title}`)
  const { code, output } = await run(script)
  const counts = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1)
  passed += Number(counts?.[1] ?? 0)
  failed += Number(counts?.[2] ?? 0)
  let isRight = code === 0
  if (before && before !== digestOfGenerated()) {
    console.error(
      `Generated files have changed: run "npm run generate" and commit ${GENERATED.join(', ')}`,
    )
    isRight = false
  }
  console.log(
    `=== ${title}: ${isRight ? 'ok' : 'failed'} (${Math.round((Date.now() - began) / 1000)} s)`,
  )
  if (isRight) continue
  if (!Number(counts?.[2])) failed += 1
  break
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed || !passed ? 1 : 0)

function run(script) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
      process.stdout.write(chunk)
    })
    child.on('close', (code) => resolve({ code, output }))
  })
}

function digestOfGenerated() {
  const hash = createHash('sha256')
  for (const file of GENERATED.flatMap(filesOf)) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function filesOf(name) {
  const full = path.join(ROOT, name)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [full]
  return readdirSync(full)
    .sort()
    .map((entry) => path.join(full, entry))
}

/** The browser that is there, else Debian's package where it may be installed. */
function ensureChromium() {
  const found = CHROMIUMS.find((file) => file && existsSync(file))
  if (found) return found
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (mayInstall) {
    console.log('Installing Chromium for the browser tests')
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update', '-qq'], options)
    const packages = ['chromium', 'fonts-noto-cjk']
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  }
  return refuse(
    'Cannot test: the browser tests need Chromium; install it (on Debian: apt-get install chromium) or set CHROMIUM_PATH to one',
  )
}
