import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { parse } from 'jsonc-parser'

/** The variables that the project's Worker has in production: `vars` of its wrangler configuration. */
export function readVars(folder: string): Record<string, unknown> {
  const file = ['wrangler.jsonc', 'wrangler.json']
    .map((name) => path.join(folder, name))
    .find((name) => existsSync(name))
  if (file === undefined) return {}
  const config: unknown = parse(readFileSync(file, 'utf8'), [], { allowTrailingComma: true })
  const vars = typeof config === 'object' && config !== null && 'vars' in config ? config.vars : {}
  return { ...Object(vars) }
}

/** The project's secrets on this machine: `.dev.vars`, which wrangler reads too. */
export function readLocalSecrets(folder: string): Record<string, string | undefined> {
  const file = path.join(folder, '.dev.vars')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}
