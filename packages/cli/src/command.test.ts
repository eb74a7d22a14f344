import { expect, it } from 'vitest'
import { runCommand } from '../test/run-command.ts'

it('lists its commands', async () => {
  const run = await runCommand(['--help'])
  expect(run).toMatchObject({ code: 0, stderr: '' })
  for (const name of [
    'create',
    'dev',
    'check',
    'call',
    'login',
    'whoami',
    'publish',
    'conformance',
  ])
    expect(run.stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  // The first one loads them all.
}, 20_000)

it('answers a wrong use with exit code 2 and a way out', async () => {
  const run = await runCommand(['constructor'])
  expect(run).toMatchObject({ code: 2, stdout: '' })
  expect(run.stderr).toContain('toolgraph --help')
})

it.each([
  ['check', '--json', '--strikt'],
  ['call', '--json'],
  ['dev', '--port', 'many', '--json'],
  ['nothing', '--json'],
  ['--json'],
])('tells a machine of a wrong use too: %s %s %s', async (...args) => {
  const run = await runCommand(args)
  expect(run.code).toBe(2)
  expect(run.json()).toEqual({ error: { code: 'ERR_USAGE', message: expect.any(String) } })
  expect(run.stdout).toContain('--help')
})
