import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { CliError } from '../lib/cli-error.ts'
import { reporting, type Report } from '../lib/report.ts'
import type { World } from '../lib/world.ts'

interface Options {
  name?: string
  packages?: string
  install?: boolean
}

const TEMPLATE = path.join(import.meta.dirname, '../../template')

/** Where the packages stand when the command runs from Toolgraph's own checkout. */
const CHECKOUT = path.join(import.meta.dirname, '../../..')

/** The last part of a server's name, and at the same time a name that npm and Workers take. */
const FOLDER_NAME = /^[a-z][a-z0-9-]{0,53}$/
const SERVER_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)+\/[a-z0-9][a-z0-9._-]*$/

/** What of the template is named after the project. */
const NAMED = ['package.json', 'wrangler.jsonc', 'README.md', 'src/worker.ts', 'src/worker.test.ts']

const NAMES = /com\.example\/my-server|my-server|My server/g

/** `toolgraph create <folder>`: a server that runs and tests at once. */
export function createCommand(world: World): Command {
  return new Command('create')
    .description('make a new MCP server in a folder')
    .argument('<folder>', 'the new folder; its name becomes the name of the server')
    .option('--name <name>', 'the name in the registry: com.example/weather')
    .option(
      '--packages <folder>',
      "where the kit's packed tarballs are (default: Toolgraph's own checkout)",
    )
    .option('--install', 'install its dependencies too')
    .action(reporting(world, (folder: string, options: Options) => create(folder, options, world)))
}

async function create(folder: string, options: Options, world: World): Promise<Report> {
  const target = path.resolve(world.cwd, folder)
  const slug = path.basename(target)
  const name = options.name ?? `com.example/${slug}`
  checkNames(slug, name)
  checkEmpty(target)
  const packages = path.resolve(world.cwd, options.packages ?? CHECKOUT)
  const tarballs = [findTarball(packages, 'worker'), findTarball(packages, 'cli')] as const

  copyTemplate(target, slug, name)
  vendor(target, tarballs)
  if (options.install) await install(target, world)

  const way = path.relative(world.cwd, target) || '.'
  const next = [`cd ${way}`, ...(options.install ? [] : ['npm install']), 'npm run dev']
  const text = [`Created ${name} in ${way}. Next:`, '', ...next.map((line) => `  ${line}`)].join(
    '\n',
  )
  return { data: { folder: target, name, next }, text }
}

function checkNames(slug: string, name: string): void {
  if (!FOLDER_NAME.test(slug)) {
    throw new CliError(
      'ERR_BAD_NAME',
      `Cannot create a server in "${slug}": a folder's name is of a-z, 0-9 and "-", begins with a letter, and has at most 54 characters`,
    )
  }
  if (!SERVER_NAME.test(name)) {
    throw new CliError(
      'ERR_BAD_NAME',
      `Cannot create the server "${name}": a name is like "com.example/weather", your domain backwards and the name of the server`,
    )
  }
}

function checkEmpty(target: string): void {
  if (!existsSync(target)) return
  if (statSync(target).isDirectory() && readdirSync(target).every((file) => file === '.git')) return
  throw new CliError(
    'ERR_FOLDER_NOT_EMPTY',
    `Cannot create a server in "${target}": there is something already; name a folder that is empty or not there`,
  )
}

/** Until the kit is released, a project carries its two packages along. */
function findTarball(packages: string, name: string): string {
  const file = `toolgraph-${name}-*.tgz`
  const [found] = globSync([file, `*/${file}`], { cwd: packages })
  if (found !== undefined) return path.join(packages, found)
  throw new CliError(
    'ERR_NO_TARBALL',
    `Cannot find "${file}" in "${packages}": run "npm run pack" in Toolgraph's checkout, or say with --packages where its tarballs are`,
  )
}

function copyTemplate(target: string, slug: string, name: string): void {
  cpSync(TEMPLATE, target, { recursive: true })
  // npm leaves a file `.gitignore` out of a package.
  renameSync(path.join(target, '_gitignore'), path.join(target, '.gitignore'))
  const title = slug.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())
  const names: Record<string, string> = {
    'com.example/my-server': name,
    'my-server': slug,
    'My server': title,
  }
  for (const file of NAMED) {
    const text = readFileSync(path.join(target, file), 'utf8')
    writeFileSync(
      path.join(target, file),
      text.replaceAll(NAMES, (found) => names[found] ?? found),
    )
  }
}

function vendor(target: string, [kit, cli]: readonly [string, string]): void {
  mkdirSync(path.join(target, 'vendor'))
  for (const tarball of [kit, cli])
    cpSync(tarball, path.join(target, 'vendor', path.basename(tarball)))
  const file = path.join(target, 'package.json')
  const packageJson = JSON.parse(readFileSync(file, 'utf8'))
  packageJson.dependencies['@toolgraph/worker'] = `file:vendor/${path.basename(kit)}`
  packageJson.devDependencies['@toolgraph/cli'] = `file:vendor/${path.basename(cli)}`
  writeFileSync(file, `${JSON.stringify(packageJson, null, 2)}\n`)
}

async function install(target: string, world: World): Promise<void> {
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error']
  const shell = process.platform === 'win32'
  // npm's own words go where errors go, so that `--json` stays one object.
  const npm = spawn('npm', args, {
    cwd: target,
    shell,
    signal: world.signal,
    stdio: ['ignore', 2, 2],
  })
  const code = await new Promise((resolve, reject) =>
    npm.once('exit', resolve).once('error', reject),
  )
  if (code === 0) return
  throw new CliError(
    'ERR_INSTALL_FAILED',
    `Cannot install the dependencies in "${target}": npm ended with ${code}; its reason stands above, and "npm install" there tries again`,
  )
}
