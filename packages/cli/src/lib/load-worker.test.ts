import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProject, loadWorker } from './load-worker.ts'

const COMMAND = path.join(import.meta.dirname, '../entry/toolgraph.ts')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toolgraph-load-'))
  mkdirSync(path.join(folder, 'src/deep'), { recursive: true })
  write('package.json', '{ "type": "module" }')
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text)
const WORKER = 'export default { fetch: () => {}, manifest: () => ({}) }'

describe('findProject()', () => {
  it('finds the worker from a folder inside the project', () => {
    write('src/worker.ts', WORKER)
    expect(findProject(path.join(folder, 'src/deep'))).toMatchObject({
      folder,
      workerFile: path.join(folder, 'src/worker.ts'),
    })
  })

  it('takes the file that package.json names', () => {
    write('package.json', '{ "toolgraph": { "worker": "src/deep/mine.ts" } }')
    write('src/deep/mine.ts', WORKER)
    expect(findProject(folder).workerFile).toBe(path.join(folder, 'src/deep/mine.ts'))
  })

  it.each([
    ['ERR_NO_PACKAGE', 'package.json', '{'],
    ['ERR_NO_WORKER', 'package.json', '{ "toolgraph": { "worker": "src/none.ts" } }'],
    ['ERR_NO_WORKER', 'package.json', '[]'],
  ])('refuses with %s where %s is %s', (code, file, text) => {
    write(file, text)
    expect(() => findProject(folder)).toThrow(expect.objectContaining({ code }))
  })
})

describe('loadWorker()', () => {
  it('imports TypeScript as it stands', async () => {
    write('src/worker.ts', WORKER.replace('() => {}', '(request: Request): void => {}'))
    const { worker } = await loadWorker(folder)
    expect(worker.manifest({})).toEqual({})
  })

  it.each([
    ['a default export that is no worker', 'export default 1', 'its default export'],
    ['no default export', 'export const worker = 1', 'its default export'],
    ['a mistake of its own', "throw new Error('no tea')", 'no tea'],
    ['an import that is not there', "import './none.ts'", 'none.ts'],
  ])('names the file with %s', async (_case, text, words) => {
    write('src/worker.ts', text)
    const file = path.join(folder, 'src/worker.ts')
    const failure = await loadWorker(folder).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'ERR_WORKER_BROKEN' })
    expect(String(failure)).toContain(file)
    expect(String(failure)).toContain(words)
  })

  it.each([
    ['is not TypeScript', 'const tea = 1\nconst tea: = 2\n', 2],
    ['throws', "const tea = 1\n\nthrow new Error('no tea')\n", 3],
  ])('tells the line where a file %s', async (_case, text, line) => {
    write('src/mistake.ts', text)
    write('src/worker.ts', `import './mistake.ts'\n${WORKER}`)
    // In a process of its own: a test's imports are not Node's.
    const run = promisify(execFile)(process.execPath, [COMMAND, 'check'], { cwd: folder })
    await expect(run).rejects.toMatchObject({
      stderr: expect.stringContaining(`(${path.join('src', 'mistake.ts')}:${line})\n`),
    })
  })
})
