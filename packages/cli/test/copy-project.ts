import { cpSync, mkdirSync, mkdtempSync } from 'node:fs'
import path from 'node:path'

const FIXTURES = path.join(import.meta.dirname, 'fixtures')

/** Copies a fixture to where its imports resolve, to be written to. */
export function copyProject(name: string): string {
  const scratch = path.join(import.meta.dirname, '../node_modules/.test')
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(path.join(scratch, `${name}-`))
  cpSync(path.join(FIXTURES, name), folder, { recursive: true })
  return folder
}
