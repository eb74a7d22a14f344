import { expect, it } from 'vitest'
import { runCommand } from '../test/run-command.ts'

it('lists its commands', async () => {
  expect(await runCommand(['--help'])).toMatchObject({ code: 0, stderr: '' })
})

it('answers a wrong use with exit code 2 and a way out', async () => {
  const run = await runCommand(['constructor'])
  expect(run).toMatchObject({ code: 2, stdout: '' })
  expect(run.stderr).toContain('toolgraph --help')
})
