import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '../../../..')

/** One source file and what it imports. */
export interface SourceFile {
  /** From the root, with forward slashes. */
  name: string
  text: string
  /** The specifiers of its imports and re-exports, dynamic ones too. */
  imports: string[]
}

const FOLDERS = ['graph', 'auth', 'agent-web', 'workers', 'packages', 'scripts']
const IGNORED =
  /(^|\/)(node_modules|build|generated|\.svelte-kit|paraglide|\.wrangler|\.turbo)(\/|$)|src\/gql\//
const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\s)import\s*\(?\s*['"]([^'"]+)['"]/g

/** Reads every source file of the house, tests left out. */
export function readSourceFiles(): SourceFile[] {
  const patterns = FOLDERS.map((folder) => `${folder}/**/*.{ts,svelte,mjs}`)
  return globSync(patterns, { cwd: ROOT, exclude: (name) => IGNORED.test(String(name)) })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter(
      (name) =>
        !IGNORED.test(name) &&
        !/\.(test|example|d)\.ts$|\/(e2e|conformance|test|fixtures)\//.test(name),
    )
    .toSorted()
    .map((name) => {
      const text = readFileSync(path.join(ROOT, name), 'utf8')
      const imports = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')
      return { name, text, imports }
    })
}

/** What a specifier means, from the root: a file of ours, or the name of a package. */
export function resolveImport(file: SourceFile, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file.name), specifier)
  return specifier
}
