import { describe, expect, it } from 'vitest'
import { createFakeRegistry } from '../../test/fake-registry/fake-registry.ts'
import { runCommand } from '../../test/run-command.ts'

const URL = 'https://registry.example'
const WRITING = ['--publish', '--token', 'right', '--name-prefix', 'com.tester/conformance']

describe('toolgraph conformance registry', () => {
  it('finds nothing wrong with a registry that does all as the standard says', async () => {
    const run = await runCommand(['conformance', 'registry', URL, ...WRITING], createFakeRegistry())
    console.log(run.stdout, run.stderr)
    expect(run.code).toBe(0)
  })
})
