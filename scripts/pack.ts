// `npm run pack`: makes tarballs of the packages that authors install, `packages/*/*.tgz`: JavaScript and
// declarations, with the house's private packages inside.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

interface PackageJson {
  name: string
  version: string
  description: string
  engines?: Record<string, string>
  exports?: Record<string, string>
  bin?: Record<string, string>
  files?: string[]
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

const ROOT = path.resolve(import.meta.dirname, '..')
const PACKAGES = path.join(ROOT, 'packages')
const PACKED = ['worker-kit', 'cli']

const sources = new Map(
  globSync('*/package.json', { cwd: PACKAGES }).map((file) => {
    const folder = path.dirname(file)
    return [readPackage(folder).name, folder]
  }),
)

for (const folder of PACKED) console.log(path.relative(ROOT, packFolder(folder)))

function packFolder(folder: string): string {
  const source = path.join(PACKAGES, folder)
  const target = path.join(source, 'build/package')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })

  const packageJson = readPackage(folder)
  const libraries = compile(folder, packageJson, path.join(target, 'dist'))
  for (const name of packageJson.files ?? []) {
    cpSync(path.join(source, name), path.join(target, 'dist', folder, name), { recursive: true })
  }
  for (const file of [
    path.join(source, 'README.md'),
    path.join(source, 'CHANGELOG.md'),
    path.join(ROOT, 'LICENSE'),
  ]) {
    if (existsSync(file)) cpSync(file, path.join(target, path.basename(file)))
  }
  const packed = toPackedPackage(folder, packageJson, libraries)
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(packed, null, 2)}\n`)

  for (const old of globSync('*.tgz', { cwd: source })) rmSync(path.join(source, old))
  const args = ['pack', target, '--pack-destination', source, '--json', '--ignore-scripts']
  execFileSync('npm', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  const [tarball] = globSync('*.tgz', { cwd: source })
  if (tarball === undefined) throw new Error(`Cannot pack "${folder}": npm wrote no tarball`)
  return path.join(source, tarball)
}

/** Compiles what the entries reach, private packages too, and returns the libraries that it imports. */
function compile(folder: string, packageJson: PackageJson, outDir: string): Set<string> {
  const entries = [
    ...Object.values(packageJson.exports ?? {}),
    ...globSync('src/entry/*.ts', { cwd: path.join(PACKAGES, folder) }),
  ].map((entry) => path.posix.join(folder, entry.replaceAll(path.sep, '/')))
  const files = emit(folder, entries, packageJson.exports !== undefined)
  const reached = new Map<string, string>()
  const libraries = new Set<string>()
  for (const entry of entries) {
    reach(entry.replace(/\.ts$/, '.js'), files, reached, libraries)
    reach(entry.replace(/\.ts$/, '.d.ts'), files, reached, libraries)
  }
  for (const [file, text] of reached) ts.sys.writeFile(path.join(outDir, file), text)
  return libraries
}

/** Compiles the entries, and all that they import of ours, by the name under `packages`. */
function emit(folder: string, entries: string[], declaration: boolean): Map<string, string> {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(PACKAGES, folder, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    path.join(PACKAGES, folder),
  )
  const program = ts.createProgram(
    entries.map((entry) => path.join(PACKAGES, entry)),
    {
      ...options,
      noEmit: false,
      // `npm run types` checks them.
      noCheck: true,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      declaration,
      rootDir: PACKAGES,
      // By way of `node_modules` they would count as libraries, and stay outside.
      paths: Object.fromEntries(
        [...sources].flatMap(([name, source]) =>
          Object.entries(readPackage(source).exports ?? {}).map(([subpath, entry]) => [
            path.posix.join(name, subpath),
            [path.join(PACKAGES, source, entry)],
          ]),
        ),
      ),
      outDir: PACKAGES,
    },
  )
  const errors = ts.getPreEmitDiagnostics(program)
  if (errors.length > 0) {
    throw new Error(
      ts.formatDiagnostics(errors, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => ROOT,
        getNewLine: () => '\n',
      }),
    )
  }
  const files = new Map<string, string>()
  program.emit(undefined, (file, text) => {
    files.set(path.relative(PACKAGES, file).replaceAll(path.sep, '/'), text)
  })
  return files
}

/**
 * Follows the imports of a compiled file: it points them at what stands beside it, and notes the
 * libraries. What only the declarations of inner files import is so left out.
 */
function reach(
  file: string,
  files: ReadonlyMap<string, string>,
  reached: Map<string, string>,
  libraries: Set<string>,
): void {
  const text = file.endsWith('.json')
    ? readFileSync(path.join(PACKAGES, file), 'utf8')
    : files.get(file)
  if (text === undefined || reached.has(file)) return
  const imported = /\.(js|d\.ts)$/.test(file)
    ? ts.preProcessFile(text, true, true).importedFiles
    : []
  let pointed = text
  // From the end, so that the positions before stay true.
  for (const { fileName, pos } of imported.toReversed()) {
    const specifier = toPacked(fileName, file, libraries)
    const start = pos + 1
    pointed = pointed.slice(0, start) + specifier + pointed.slice(start + fileName.length)
  }
  reached.set(file, pointed)

  for (const { fileName } of imported) {
    const specifier = toPacked(fileName, file, libraries)
    if (!specifier.startsWith('.')) continue
    const target = path.posix.join(path.posix.dirname(file), specifier)
    const next = file.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target
    reach(next, files, reached, libraries)
  }
}

/** What a specifier is called in the package. */
function toPacked(specifier: string, file: string, libraries: Set<string>): string {
  if (specifier.startsWith('.')) return specifier.replace(/\.ts$/, '.js')
  const [first = '', second = '', ...rest] = specifier.split('/')
  const name = first.startsWith('@') ? `${first}/${second}` : first
  const source = sources.get(name)
  if (source === undefined) {
    if (!specifier.startsWith('node:')) libraries.add(name)
    return specifier
  }
  const entry = readPackage(source).exports?.[['.', ...rest].join('/')]
  if (entry === undefined) throw new Error(`Cannot pack "${file}": there is no "${specifier}"`)
  const target = path.posix.join(source, entry).replace(/\.ts$/, '.js')
  const relative = path.posix.relative(path.posix.dirname(file), target)
  return relative.startsWith('.') ? relative : `./${relative}`
}

function toPackedPackage(
  folder: string,
  packageJson: PackageJson,
  libraries: Set<string>,
): unknown {
  const { name, version, description, engines } = packageJson
  const compiled = (entry: string, extension: string) =>
    `./${path.posix.join('dist', folder, entry).replace(/\.ts$/, extension)}`
  const exports = Object.entries(packageJson.exports ?? {}).map(([subpath, entry]) => [
    subpath,
    { types: compiled(entry, '.d.ts'), default: compiled(entry, '.js') },
  ])
  const bin = Object.entries(packageJson.bin ?? {}).map(([command, entry]) => [
    command,
    compiled(entry, '.js'),
  ])
  return {
    name,
    version,
    description,
    type: 'module',
    license: 'MIT',
    ...(engines === undefined ? {} : { engines }),
    ...(exports.length > 0 ? { sideEffects: false, exports: Object.fromEntries(exports) } : {}),
    ...(bin.length > 0 ? { bin: Object.fromEntries(bin) } : {}),
    dependencies: Object.fromEntries(
      [...libraries].toSorted().map((library) => [library, rangeOf(library)]),
    ),
  }
}

/** The house pins its libraries; whoever installs a package shares them with what they have. */
function rangeOf(library: string): string {
  for (const folder of sources.values()) {
    const { dependencies = {}, devDependencies = {} } = readPackage(folder)
    const version = dependencies[library] ?? devDependencies[library]
    if (version !== undefined) return `^${version}`
  }
  throw new Error(`Cannot pack: no package of the house depends on "${library}"`)
}

function readPackage(folder: string): PackageJson {
  return JSON.parse(readFileSync(path.join(PACKAGES, folder, 'package.json'), 'utf8'))
}
