import { describe, expect, it } from 'vitest'
import { askPerson } from './ask-person.ts'

const question = (properties: object, required: string[] = []) => ({
  method: 'elicitation/create',
  params: {
    mode: 'form',
    message: 'Which room?\u001b[2J',
    requestedSchema: { type: 'object', properties, required },
  },
})

/** Answers with these lines, and remembers all that was said. */
function person(...lines: string[]) {
  const said: string[] = []
  const stderr = (text: string) => void said.push(text)
  const ask = async (text: string) => {
    said.push(text)
    return lines.shift() ?? ''
  }
  return { said, stderr, ask }
}

describe('askPerson()', () => {
  it.each([
    [{ type: 'string' }, '101', '101'],
    [{ type: 'integer' }, '4', 4],
    [{ type: 'number' }, '1.5', 1.5],
    [{ type: 'boolean' }, 'y', true],
    [{ type: 'boolean' }, 'No', false],
    [{ type: 'string', enum: ['a', 'b'] }, 'b', 'b'],
    [{ type: 'string', oneOf: [{ const: 'a', title: 'Room A' }] }, 'a', 'a'],
    [{ type: 'array', items: { type: 'string', enum: ['a', 'b'] } }, 'a, b', ['a', 'b']],
    [{ type: 'string', default: 'c' }, '', 'c'],
  ])('reads what %j asks for', async (schema, line, value) => {
    const answer = await askPerson(question({ it: schema }, ['it']), person(line))
    expect(answer).toEqual({ action: 'accept', content: { it: value } })
  })

  it.each([
    [{ type: 'integer' }, '1.5', '2'],
    [{ type: 'boolean' }, 'maybe', 'yes'],
    [{ type: 'string', enum: ['a', 'b'] }, 'c', 'a'],
    [{ type: 'array', items: { enum: ['a'] } }, 'a, z', 'a'],
  ])('asks again where a line does not fit %j', async (schema, wrong, right) => {
    const who = person(wrong, right)
    expect(await askPerson(question({ it: schema }, ['it']), who)).toMatchObject({
      action: 'accept',
    })
    expect(who.said.join('')).toContain('That does not fit')
  })

  it('leaves out what was left empty, and declines where it is needed', async () => {
    const fields = { room: { type: 'string' }, note: { type: 'string' } }
    expect(await askPerson(question(fields, ['room']), person('101', ''))).toEqual({
      action: 'accept',
      content: { room: '101' },
    })
    expect(await askPerson(question(fields, ['room']), person(''))).toEqual({ action: 'decline' })
  })

  it('shows whose words they are, without what a terminal would obey', async () => {
    const who = person('101')
    await askPerson(
      question({ room: { type: 'string', title: 'Room\u0007', description: 'Its number' } }),
      who,
    )
    expect(who.said).toEqual(['The server asks: Which room?[2J\n', '  Room (Its number): '])
  })

  it('refuses what cannot be asked at a terminal', async () => {
    const url = { method: 'elicitation/create', params: { mode: 'url', message: 'Go there' } }
    const sampling = { method: 'sampling/createMessage', params: {} }
    for (const request of [url, sampling])
      await expect(askPerson(request, person())).rejects.toThrow('cannot be said at a terminal')
  })
})
