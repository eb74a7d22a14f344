import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readLocalSecrets, readVars } from './read-vars.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toolgraph-vars-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text)

it('reads the variables of a configuration with comments and trailing commas', () => {
  write('wrangler.jsonc', '{ // one\n "vars": { "A": "a", /* two */ "B": { "c": 1 }, }, }')
  expect(readVars(folder)).toEqual({ A: 'a', B: { c: 1 } })
})

it.each(['{}', '{ "vars": 1 }', 'nothing', ''])('finds none in %j', (text) => {
  write('wrangler.json', text)
  expect(readVars(folder)).toEqual({})
})

it('reads secrets as wrangler does, and none where there is no file', () => {
  expect(readLocalSecrets(folder)).toEqual({})
  write('.dev.vars', '# mine\nKEY="a b"\nOTHER=c\n')
  expect(readLocalSecrets(folder)).toEqual({ KEY: 'a b', OTHER: 'c' })
})
