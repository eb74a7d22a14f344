import { expect, it } from 'vitest'

import { toShownRun } from './to-shown-run.ts'

const run = { status: 'running' as const, errorCode: null, startedAt: '2026-11-22T12:00:00Z' }
const at = (time: string) => Date.parse(`2026-11-22T${time}Z`)

it('shows a run that still may end as it is', () => {
  expect(toShownRun(run, at('12:14:00'))).toEqual(run)
})

it('shows a run whose process died as lost', () => {
  expect(toShownRun(run, at('12:16:00'))).toMatchObject({ status: 'failed', errorCode: 'run_lost' })
})
