import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../test/run-command.ts'
import { ROOT } from '../../test/root.ts'

let cwd: string

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'toolgraph-create-'))
  writeFileSync(path.join(cwd, 'toolgraph-worker-9.9.9.tgz'), 'the kit')
  writeFileSync(path.join(cwd, 'toolgraph-cli-9.9.9.tgz'), 'the command')
})
afterEach(() => rmSync(cwd, { recursive: true }))

const create = (...args: string[]) => runCommand(['create', ...args, '--packages', '.'], { cwd })
const read = (file: string) => readFileSync(path.join(cwd, file), 'utf8')

describe('toolgraph create', () => {
  it('makes a server that is named after its folder, and says how to go on', async () => {
    const run = await create('tea-shop')
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toContain('cd tea-shop\n  npm install\n  npm run dev')
    expect(readdirSync(path.join(cwd, 'tea-shop')).toSorted()).toEqual([
      '.gitignore',
      'README.md',
      'package.json',
      'src',
      'tsconfig.json',
      'vendor',
      'wrangler.jsonc',
    ])
    expect(read('tea-shop/src/worker.ts')).toContain("name: 'com.example/tea-shop'")
    expect(read('tea-shop/src/worker.ts')).toContain("title: 'Tea shop'")
    expect(read('tea-shop/wrangler.jsonc')).toContain('"name": "tea-shop"')
    expect(JSON.parse(read('tea-shop/package.json'))).toMatchObject({
      name: 'tea-shop',
      dependencies: { '@toolgraph/worker': 'file:vendor/toolgraph-worker-9.9.9.tgz' },
      devDependencies: { '@toolgraph/cli': 'file:vendor/toolgraph-cli-9.9.9.tgz' },
    })
    expect(read('tea-shop/vendor/toolgraph-worker-9.9.9.tgz')).toBe('the kit')
  })

  it('takes the name as it is, even one with the words of the template', async () => {
    const run = await create('tea', '--name', 'com.acme/my-server', '--json')
    expect(run.json()).toMatchObject({ name: 'com.acme/my-server', folder: path.join(cwd, 'tea') })
    expect(read('tea/src/worker.ts')).toContain("name: 'com.acme/my-server'")
  })

  it('fills the empty folder that it is called in', async () => {
    const empty = path.join(cwd, 'tea')
    mkdirSync(empty)
    const run = await runCommand(['create', '.', '--packages', '..'], { cwd: empty })
    expect(run.code).toBe(0)
    expect(read('tea/src/worker.ts')).toContain("name: 'com.example/tea'")
  })

  it.each([
    [['9tea'], 'ERR_BAD_NAME', 'a-z, 0-9'],
    [['Tea Shop'], 'ERR_BAD_NAME', 'Cannot create a server in "Tea Shop"'],
    [['tea', '--name', 'weather'], 'ERR_BAD_NAME', 'com.example/weather'],
    [['tea', '--packages', '/nowhere'], 'ERR_NO_TARBALL', 'npm run pack'],
  ])('refuses %j with a way out', async (args, code, words) => {
    const run = await runCommand(['create', '--packages', '.', ...args, '--json'], { cwd })
    expect(run.code).toBe(1)
    expect(run.json()).toMatchObject({ error: { code, message: expect.stringContaining(words) } })
  })

  it('leaves a folder with something in it as it is', async () => {
    await create('tea')
    writeFileSync(path.join(cwd, 'tea/src/worker.ts'), 'mine')
    const run = await create('tea')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toContain('name a folder that is empty or not there')
    expect(read('tea/src/worker.ts')).toBe('mine')
  })
})

describe('the template', () => {
  it('asks for the versions that Toolgraph itself is built with', () => {
    const versionOf = (file: string, name: string) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(
        readFileSync(path.join(ROOT, file), 'utf8'),
      )
      return dependencies[name] ?? devDependencies[name]
    }
    for (const [name, file] of [
      ['zod', 'packages/worker-kit/package.json'],
      ['typescript', 'package.json'],
      ['vitest', 'package.json'],
      ['wrangler', 'package.json'],
    ] as const) {
      const asked = versionOf('packages/cli/template/package.json', name)
      expect(asked, name).toBe(`^${versionOf(file, name)}`)
    }
  })
})
