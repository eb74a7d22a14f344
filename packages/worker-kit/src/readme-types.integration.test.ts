import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '../../..')

/** The first example of a document, as its reader types it. */
function firstTool(file: string): string {
  const readme = readFileSync(path.join(root, file), 'utf8')
  return /## A first tool\n\n```ts\n(.*?)```/s.exec(readme)?.[1] ?? ''
}

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
  const kit = firstTool('packages/worker-kit/README.md')
  const failures = check({
    'first.ts': firstTool('README.md'),
    'kit.ts': kit,
    'bare.ts': kit.replace(/^\s*annotations:.*$/m, ''),
  })
  expect(failures).toMatchObject({ 'first.ts': [], 'kit.ts': [] })
  expect(failures['bare.ts']?.join()).toContain('annotations')
})
