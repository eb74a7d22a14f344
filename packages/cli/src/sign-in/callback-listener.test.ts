import { describe, expect, it } from 'vitest'
import { openCallbackListener } from './callback-listener.ts'

describe('openCallbackListener()', () => {
  it('turns away requests of other programs and goes on waiting for its own', async () => {
    const listener = await openCallbackListener()
    const answer = listener.answer('mine', new AbortController().signal)
    for (const query of ['', '?state=', '?state=theirs&code=evil', '?code=evil'])
      expect((await fetch(listener.redirectUri + query)).status).toBe(404)
    expect((await fetch(new URL('/favicon.ico?state=mine', listener.redirectUri))).status).toBe(404)

    const page = await fetch(`${listener.redirectUri}?state=mine&code=c&error=%3Cscript%3E`)
    expect(page.status).toBe(200)
    expect(await page.text()).not.toContain('script')
    expect((await answer).get('code')).toBe('c')
    listener.close()
  })

  it('waits on the loopback address only', async () => {
    const listener = await openCallbackListener()
    expect(listener.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    listener.close()
  })

  it('ends when it is stopped', async () => {
    const listener = await openCallbackListener()
    const answer = listener.answer('mine', AbortSignal.abort(new Error('stopped')))
    await expect(answer).rejects.toThrow('stopped')
    listener.close()
  })
})
