import { describe, expect, it } from 'vitest'
import { emailField, field, newPasswordField } from './fields.ts'

const show = async (markup: ReturnType<typeof field>) => String(await markup)

describe('field()', () => {
  it('ties its label, hint and error to the input, and brings the person there', async () => {
    const html = await show(
      field({ name: 'x', label: 'X', input: {}, hint: 'A hint', error: 'An error' }),
    )
    expect(html).toContain('<label for="x">X</label>')
    expect(html).toMatch(/<input [^>]*id="x"[^>]*aria-describedby="x-error x-hint"[^>]*>/)
    expect(html).toMatch(/<input [^>]*aria-invalid="true"[^>]*autofocus=""/)
    expect(html).toContain('<p class="error" id="x-error">An error</p>')
    expect(html).toContain('<p class="hint" id="x-hint">A hint</p>')
  })

  it('says nothing of errors where there is none', async () => {
    const html = await show(field({ name: 'x', label: 'X', input: {} }))
    expect(html).not.toMatch(/aria-|autofocus|error/)
  })

  it('shows hostile text as text', async () => {
    const html = await show(emailField('en', { value: '"><script>', error: '<b>' }))
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(html).not.toMatch(/<script>|<b>/)
  })
})

it('a password is never sent back', async () => {
  expect(await show(newPasswordField('ja'))).not.toMatch(/\svalue=/)
})
