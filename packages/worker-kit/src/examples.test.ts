import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { createMcpWorker } from './index.ts'
import garden from './garden.example.ts'
import { notesWorker, type NotesEnvironment } from './notes.example.ts'
import { createTestClient, createTestIssuer } from './testing.ts'
import weather from './weather.example.ts'

it('weather.example answers and refuses', async () => {
  const client = await createTestClient(weather, { env: {} })
  expect(await client.call('get_weather', { city: 'Kyoto' })).toEqual({
    city: 'Kyoto',
    celsius: 21,
  })
  await expect(client.call('get_weather', { city: 'Oslo' })).rejects.toThrow('Cannot tell')
})

it('garden.example tells of its plants, suggests their names, and plans a month', async () => {
  const { client } = await createTestClient(garden, { env: {} })
  const [basil] = (await client.readResource({ uri: 'garden://plants/basil' })).contents
  expect(basil).toMatchObject({ text: 'Water every day. Sow in April.' })
  await expect(client.readResource({ uri: 'garden://plants/oak' })).rejects.toThrow('Cannot find')

  const ref = { type: 'ref/resource', uri: 'garden://plants/{plant}' } as const
  const { completion } = await client.complete({ ref, argument: { name: 'plant', value: 'm' } })
  expect(completion.values).toEqual(['maple', 'mint'])

  const [listed] = (await client.listPrompts()).prompts
  expect(listed?._meta).toMatchObject({
    'dev.toolgraph/translations': { ja: { fields: { month: { title: '月' } } } },
  })
  const asked = { name: 'plan_month', arguments: { month: 'April', hours: '2' } }
  expect((await client.getPrompt(asked)).messages).toMatchObject([
    { content: { text: 'Plan April in my garden, with 2 hours a week.' } },
    { content: { type: 'resource', resource: { uri: 'garden://plants' } } },
  ])
})

it('notes.example keeps the notes of each person and asks before it throws them away', async () => {
  const issuer = await createTestIssuer()
  const env: NotesEnvironment = {
    PUBLIC_URL: 'https://notes.example',
    ISSUER_URL: issuer.issuer,
    notes: new Map(),
  }
  // The example reaches its issuer over the network; a test hands it one in process.
  const real = globalThis.fetch
  globalThis.fetch = issuer.fetch
  try {
    const token = await issuer.token({
      resource: 'https://notes.example/mcp',
      subject: 'aiko',
      scopes: ['notes:write'],
    })
    const sure = { action: 'accept', content: { sure: true } } as const
    const client = await createTestClient(notesWorker, { env, token, answer: () => sure })
    expect(await client.call('write_note', { text: 'buy tea' })).toEqual({ count: 1 })
    expect(env.notes.get('aiko')).toEqual(['buy tea'])
    expect(await client.call('clear_notes', {})).toEqual({ cleared: true })
    expect(env.notes.size).toBe(0)
  } finally {
    globalThis.fetch = real
  }
})

it.each([
  ['README.md', 'greet', { name: 'Aiko' }, { greeting: 'Hello, Aiko' }],
  [
    'packages/worker-kit/README.md',
    'get_weather',
    { city: 'Kyoto' },
    { city: 'Kyoto', celsius: 21 },
  ],
] as const)('the first tool of %s answers', async (file, tool, args, result) => {
  const readme = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  const [, code = ''] = /## A first tool\n\n```ts\n(.*?)```/s.exec(readme) ?? []
  const body = code.replaceAll(/^import .*$/gm, '').replace('export default', 'return')
  // What the document says is run as it stands; only its two imports are handed in.
  const worker = new Function('createMcpWorker', 'z', body)(createMcpWorker, z)
  const client = await createTestClient(worker, { env: {} })
  expect(await client.call(tool, args)).toEqual(result)
})

it('the resources and prompts of the README answer', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, code = ''] = /## Resources and prompts\n\n```ts\n(.*?)```/s.exec(readme) ?? []
  const url = 'https://shop.example/mcp'
  const worker = createMcpWorker({
    name: 'com.example/shop',
    version: '1.0.0',
    description: '',
    url,
  })
  new Function('worker', 'z', code)(worker, z)

  const id = crypto.randomUUID()
  const { client } = await createTestClient(worker, { env: { items: new Map([[id, 'Tea']]) } })
  for (const [uri, text] of [
    ['shop://hours', 'Mon–Fri 9–17'],
    [`shop://items/${id}`, 'Tea'],
  ] as const) {
    expect((await client.readResource({ uri })).contents).toMatchObject([{ uri, text }])
  }
  const asked = { name: 'review', arguments: { tone: 'kind' } }
  expect((await client.getPrompt(asked)).messages).toMatchObject([
    { role: 'user', content: { text: 'Review my shop, and be kind.' } },
  ])
})
