import { createTestDatabase, type TestDatabase } from '@toolgraph/testing'
import { codeOf, expectWellSaid, NOW, openServer } from '@toolgraph/testing/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { form as server } from './entry/server.ts'

const scopes = ['form:read', 'form:write']
const open = (database: TestDatabase['database']) => openServer(server, { database, scopes })
type Form = Awaited<ReturnType<typeof open>>
type FormClient = Awaited<ReturnType<Form['connect']>>

let test: TestDatabase
let form: Form
let aiko: FormClient
let ben: FormClient

beforeAll(async () => {
  test = await createTestDatabase('form')
  form = await open(test.database)
  aiko = await form.connect('aiko')
  ben = await form.connect('ben')
})
beforeEach(async () => {
  form.clock.now = NOW
  await test.database.form.deleteMany()
})
afterAll(() => test?.close())

const PARTY = {
  type: 'object',
  properties: {
    name: { type: 'string', title: 'お名前', minLength: 1, maxLength: 40 },
    age: { type: 'integer', minimum: 18, maximum: 120 },
    score: { type: 'number' },
    day: { type: 'string', format: 'date' },
    food: { type: 'string', enum: ['fish', 'rice'] },
    isMember: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 2, uniqueItems: true },
    address: {
      type: 'object',
      properties: { city: { type: 'string' }, mail: { type: 'string', format: 'email' } },
      required: ['city'],
    },
  },
  required: ['name'],
}

async function create(client: FormClient, more: { shared?: boolean; title?: string } = {}) {
  const wish = { title: 'Summer party', schema: PARTY, ...more }
  return (await client.call('create_form', wish)).form
}

async function submit(client: FormClient, formId: string, answers: Record<string, unknown>) {
  return (await client.call('submit_form', { formId, answers })).submission
}

describe('the manifest of form', () => {
  it('says of itself and its tools all that people, agents and forms need', () => {
    const manifest = form.worker.manifest(form.env)
    expect(manifest).toMatchObject({
      name: 'dev.toolgraph/form',
      url: 'https://form.test/mcp',
      translations: { ja: { title: 'フォーム' } },
    })
    expectWellSaid(manifest)
  })
})

describe('create_form', () => {
  it('makes a form that belongs to the person of the token', async () => {
    const made = await create(aiko)
    expect(made).toMatchObject({
      title: 'Summer party',
      shared: false,
      createdAt: new Date(NOW).toISOString(),
      schema: { properties: { name: { title: 'お名前' } } },
    })
    expect((await aiko.call('get_form', { formId: made.id })).form).toEqual(made)
  })

  const withField = (field: unknown) => ({ type: 'object', properties: { a: field } })
  const nested = (depth: number): unknown =>
    depth === 0 ? { type: 'string' } : withField(nested(depth - 1))

  it.each<[string, unknown, RegExp]>([
    ['no object', { type: 'string' }, /schema\.type/],
    ['no field', { type: 'object', properties: {} }, /has no field/],
    ['a remote $ref', withField({ $ref: 'https://evil.example/schema' }), /schema\.properties\.a/],
    ['a $ref beside a type', withField({ type: 'string', $ref: '#' }), /\$ref/],
    [
      'a pattern, which may take for ever',
      withField({ type: 'string', pattern: '(a+)+$' }),
      /pattern/,
    ],
    ['an unknown type', withField({ type: 'file' }), /schema\.properties\.a/],
    ['a choice of schemas', withField({ anyOf: [] }), /schema\.properties\.a/],
    [
      'another draft',
      { $schema: 'http://json-schema.org/draft-07/schema#', ...withField({ type: 'string' }) },
      /\$schema/,
    ],
    ['groups too deep', nested(5), /deeper than 3/],
    [
      'a name that every object has',
      { type: 'object', properties: { constructor: { type: 'string' } } },
      /every object has/,
    ],
    [
      'a name that is none',
      { type: 'object', properties: { 'a b': { type: 'string' } } },
      /letter/,
    ],
    [
      'a required field that is not there',
      { ...withField({ type: 'string' }), required: ['b'] },
      /"b"/,
    ],
    [
      'too many fields',
      {
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: 101 }, (_, index) => [`f${index}`, { type: 'string' }]),
        ),
      },
      /101 fields/,
    ],
    [
      'more text than a form needs',
      withField({
        type: 'string',
        enum: Array.from({ length: 100 }, (_, index) => String(index).padStart(199, 'x').repeat(2)),
      }),
      /longer than|200/,
    ],
    ['a NUL in a title', withField({ type: 'string', title: 'a\u0000' }), /plain text/],
  ])(
    'refuses %s with a sentence that says where, and stores nothing',
    async (_case, schema, where) => {
      const result = await aiko.callRaw('create_form', { title: 'Bad', schema })
      expect(result).toMatchObject({
        isError: true,
        _meta: { 'dev.toolgraph/code': 'ERR_SCHEMA_INVALID' },
        content: [{ text: expect.stringMatching(where) }],
      })
      expect(await test.database.form.count()).toBe(0)
    },
  )

  it('takes a hundred forms of a person, and no more', async () => {
    const row = { subject: 'aiko', title: 'One', schema: PARTY, isShared: false }
    const rows = Array.from({ length: 100 }, () => ({ ...row, createdAt: new Date(NOW) }))
    await test.database.form.createMany({ data: rows })
    expect(await codeOf(create(aiko))).toBe('ERR_TOO_MANY_FORMS')
    await create(ben)
  })

  it('needs form:write', async () => {
    const reader = await form.connect('aiko', { scopes: ['form:read'] })
    await expect(create(reader)).rejects.toThrow()
    expect(await test.database.form.count()).toBe(0)
  })
})

describe('list_forms', () => {
  it("lists a person's own forms, the newest first", async () => {
    const first = await create(aiko)
    await create(ben, { shared: true })
    form.clock.now += 1000
    const second = await create(aiko)
    const { forms } = await aiko.call('list_forms', {})
    expect(forms.map(({ id }) => id)).toEqual([second.id, first.id])
  })
})

describe('get_form', () => {
  it('shows a shared form to whoever knows its id, and no other', async () => {
    const own = await create(aiko)
    const shared = await create(aiko, { shared: true })
    expect((await ben.call('get_form', { formId: shared.id })).form).toEqual(shared)
    expect(await codeOf(ben.call('get_form', { formId: own.id }))).toBe('ERR_FORM_NOT_FOUND')
  })
})

describe('submit_form', () => {
  it('stores answers that fit, of the owner and of others, to a client of 2025 too', async () => {
    const { id } = await create(aiko, { shared: true })
    const older = await form.connect('ben', { era: 'legacy' })
    const answers = { name: 'ベン', age: 18, tags: ['a'], address: { city: '京都' } }
    const stored = await submit(older, id, answers)
    expect(stored).toMatchObject({ answers, submittedAt: new Date(NOW).toISOString() })
    await submit(aiko, id, { name: 'Aiko' })
    expect((await aiko.call('list_submissions', { formId: id })).submissions[0]).toEqual(stored)
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a field that is missing', {}, 'name: is required'],
    ['a field in a group that is missing', { name: 'A', address: {} }, 'address.city: is required'],
    ['text that is too short', { name: '' }, 'name: must have at least 1 characters'],
    ['text that is too long', { name: 'a'.repeat(41) }, 'name: must have at most 40 characters'],
    ['a number that is too small', { name: 'A', age: 17 }, 'age: must be at least 18'],
    ['a number that is too great', { name: 'A', age: 121 }, 'age: must be at most 120'],
    ['half a year', { name: 'A', age: 18.5 }, 'age: must be a whole number'],
    ['a number as text', { name: 'A', score: '1' }, 'score: must be a number'],
    ['text as a number', { name: 1 }, 'name: must be text'],
    ['no date', { name: 'A', day: 'tomorrow' }, 'day: must be a date like 2026-12-01'],
    [
      'no address of mail',
      { name: 'A', address: { city: 'B', mail: 'x' } },
      'address.mail: must be an email address',
    ],
    [
      'no choice',
      { name: 'A', food: 'soup' },
      'food: must be one of the choices that get_form shows',
    ],
    ['neither yes nor no', { name: 'A', isMember: 'yes' }, 'isMember: must be true or false'],
    ['too many items', { name: 'A', tags: ['a', 'b', 'c'] }, 'tags: must have at most 2 items'],
    ['an item twice', { name: 'A', tags: ['a', 'a'] }, 'tags: must not have an item twice'],
    ['a field that there is not', { name: 'A', nmae: 'B' }, 'nmae: is no field of this form'],
    [
      'a name of every object',
      { name: 'A', constructor: 'B' },
      'constructor: is no field of this form',
    ],
    ['a strange name', { name: 'A', 'a%/~ b': 'B' }, 'a%/~ b: is no field of this form'],
    ['a NUL', { name: 'a\u0000b' }, 'no text can hold'],
    ['half a character', { name: 'a\uD800' }, 'no text can hold'],
    ['a book', { name: 'A', address: { city: 'x'.repeat(33_000) } }, 'longer than 32768'],
  ])(
    'refuses %s, says which field and how to mend it, and stores nothing',
    async (_case, answers, words) => {
      const { id } = await create(aiko)
      expect(await aiko.callRaw('submit_form', { formId: id, answers })).toMatchObject({
        isError: true,
        _meta: { 'dev.toolgraph/code': 'ERR_ANSWERS_INVALID' },
        content: [{ text: expect.stringContaining(words) }],
      })
      expect(await test.database.formSubmission.count()).toBe(0)
    },
  )

  it('says all that is wrong at once', async () => {
    const { id } = await create(aiko)
    await expect(submit(aiko, id, { age: 1, food: 'soup' })).rejects.toThrow(
      `Cannot submit to form "${id}": name: is required; age: must be at least 18; food: must be one of the choices that get_form shows`,
    )
  })

  it('does not find a form that is not shared', async () => {
    const { id } = await create(aiko)
    expect(await codeOf(submit(ben, id, { name: 'Ben' }))).toBe('ERR_FORM_NOT_FOUND')
  })
})

describe('list_submissions', () => {
  it('shows the owner all of them, page by page, and not by whom they came', async () => {
    const { id: formId } = await create(aiko, { shared: true })
    for (const name of ['A', 'B', 'C']) await submit(ben, formId, { name })
    const first = await aiko.call('list_submissions', { formId, limit: 2 })
    const { nextCursor: cursor } = first
    const second = await aiko.call('list_submissions', { formId, limit: 2, cursor })
    expect(second.nextCursor).toBeUndefined()
    const names = [...first.submissions, ...second.submissions].map(
      ({ answers }) => answers['name'],
    )
    expect(names).toEqual(['A', 'B', 'C'])
    expect(JSON.stringify([first, second])).not.toContain('ben')
  })

  it.each(['list_submissions', 'export_submissions'] as const)(
    'nobody but the owner may call %s, although the form is shared',
    async (tool) => {
      const { id: formId } = await create(aiko, { shared: true })
      await submit(ben, formId, { name: 'Ben' })
      expect(await codeOf(ben.call(tool, { formId }))).toBe('ERR_FORM_NOT_FOUND')
    },
  )
})

describe('export_submissions', () => {
  it('writes CSV in which no text is a formula', async () => {
    const { id: formId } = await create(aiko)
    const at = new Date(NOW).toISOString()
    const risky = await submit(aiko, formId, {
      name: '=HYPERLINK("https://evil.example","x")',
      score: -1.5,
      tags: ['+1', '@b'],
      address: { city: 'A, "B"\nC' },
    })
    const plain = await submit(aiko, formId, { name: '＝1', isMember: true })
    const { text, count } = await aiko.call('export_submissions', { formId })
    expect(count).toBe(2)
    expect(text.split('\r\n')).toEqual([
      'submissionId,submittedAt,name,age,score,day,food,isMember,tags,address.city,address.mail',
      `${risky.id},${at},"'=HYPERLINK(""https://evil.example"",""x"")",,-1.5,,,,'+1; @b,"A, ""B""\nC",`,
      `${plain.id},${at},'＝1,,,,,true,,,`,
      '',
    ])
  })

  it('writes JSON, a page at a time', async () => {
    const { id: formId } = await create(aiko)
    const first = await submit(aiko, formId, { name: 'A' })
    const second = await submit(aiko, formId, { name: 'B' })
    const page = await aiko.call('export_submissions', { formId, format: 'json', limit: 1 })
    expect(JSON.parse(page.text)).toEqual([first])
    const { nextCursor: cursor } = page
    const rest = await aiko.call('export_submissions', { formId, format: 'json', cursor })
    expect(JSON.parse(rest.text)).toEqual([second])
  })
})

describe('close_form', () => {
  it('ends submissions, keeps what came, and changes nothing the second time', async () => {
    const { id: formId } = await create(aiko, { shared: true })
    await submit(ben, formId, { name: 'Ben' })
    const { form: closed } = await aiko.call('close_form', { formId })
    expect(closed.closedAt).toBe(new Date(NOW).toISOString())
    form.clock.now += 1000
    expect((await aiko.call('close_form', { formId })).form).toEqual(closed)
    expect(await codeOf(submit(ben, formId, { name: 'Late' }))).toBe('ERR_FORM_CLOSED')
    expect((await aiko.call('list_submissions', { formId })).submissions).toHaveLength(1)
  })

  it("does not find somebody else's, shared or not", async () => {
    const { id: formId } = await create(aiko, { shared: true })
    expect(await codeOf(ben.call('close_form', { formId }))).toBe('ERR_FORM_NOT_FOUND')
    await submit(ben, formId, { name: 'Ben' })
  })
})
