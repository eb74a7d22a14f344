import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../../..')

/** The example under a heading of a document, as its reader types it. */
function example(file: string, heading: string): string {
  const readme = readFileSync(path.join(root, file), 'utf8')
  const section = readme.slice(readme.indexOf(`## ${heading}\n`))
  return /```ts\n(.*?)```/s.exec(section)?.[1] ?? ''
}

const KIT = 'packages/worker-kit/README.md'

/** What the compiler, as strict as ours, says of files that stand nowhere. */
function check(sources: Record<string, string>): Record<string, string[]> {
  const files = new Map(
    Object.entries(sources).map(([name, code]) => [path.join(import.meta.dirname, name), code]),
  )
  const base = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), ts.sys.readFile).config
  const { options } = ts.parseJsonConfigFileContent(base, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile } = ts.sys
  host.fileExists = (file) => files.has(file) || fileExists(file)
  host.readFile = (file) => files.get(file) ?? readFile(file)
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true }, host)
  return Object.fromEntries(
    [...files.keys()].map((file) => [
      path.basename(file),
      program
        .getSemanticDiagnostics(program.getSourceFile(file))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    ]),
  )
}

it('the first tools of the documents pass the types, and would not without annotations', () => {
  const kit = example(KIT, 'A first tool')
  const failures = check({
    'first.ts': example('README.md', 'A first tool'),
    'kit.ts': kit,
    'bare.ts': kit.replace(/^\s*annotations:.*$/m, ''),
  })
  expect(failures).toMatchObject({ 'first.ts': [], 'kit.ts': [] })
  expect(failures['bare.ts']?.join()).toContain('annotations')
})

it('the typed client of the document knows the answers of its first tool', () => {
  const client = example(KIT, 'A typed client').replace('./worker.ts', './kit.ts')
  const failures = check({
    'kit.ts': example(KIT, 'A first tool'),
    'reader.ts': client,
    'wrong.ts': client.replace("city: 'Kyoto'", 'town: 1').replace('celsius', 'kelvin'),
  })
  expect(failures['reader.ts']).toEqual([])
  expect(failures['wrong.ts']?.join()).toMatch(/kelvin.*town|town.*kelvin/)
})
