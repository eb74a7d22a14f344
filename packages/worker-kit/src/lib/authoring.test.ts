import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { createMcpWorker, defineTool } from '../index.ts'
import { createTestClient } from '../testing.ts'

const annotations = { readOnlyHint: true } as const
const server = { name: 'test.rooms/authoring', version: '1.0.0', description: 'Rooms' }
const picture = {
  src: 'data:image/svg+xml;base64,PHN2Zy8+',
  sizes: ['any'],
  theme: 'dark',
} as const
const face = { src: 'https://rooms.test/room.png', mimeType: 'image/png', sizes: ['48x48'] }

const input = z.object({
  room: z.enum(['a', 'b']),
  guests: z.array(z.object({ name: z.string() })),
})
const ja = {
  title: '部屋を予約する',
  fields: {
    room: { title: '部屋', description: '予約する部屋', options: { a: '会議室A', b: '会議室B' } },
    'guests.name': { title: '名前' },
  },
}

const bookRoom = defineTool({
  name: 'book_room',
  description: 'Books a room',
  input,
  annotations,
  icons: [face],
  translations: { ja },
  run: () => 'booked',
})

const worker = createMcpWorker({
  ...server,
  url: 'https://rooms.test/mcp',
  icons: [picture],
  categories: ['productivity'],
}).mcpTool(bookRoom)

describe('the texts of fields', () => {
  it('are in the manifest and not in the list of tools', async () => {
    expect(worker.manifest(undefined).tools).toMatchObject([{ translations: { ja } }])
    for (const era of ['modern', 'legacy'] as const) {
      const [listed] = await (await createTestClient(worker, { env: undefined, era })).listTools()
      expect(listed?._meta?.['dev.toolgraph/translations']).toEqual({ ja: { title: ja.title } })
      expect(JSON.stringify(listed)).not.toContain('会議室A')
    }
  })

  it('are of fields that the input has', () => {
    const tool = { name: 'a', description: 'A', input, annotations, run: () => 'a' }
    // @ts-expect-error: there is no field "rom"
    defineTool({ ...tool, translations: { ja: { fields: { rom: { title: '部屋' } } } } })
    const room = { room: { title: '部屋' } }
    const one = createMcpWorker({ ...server, url: 'https://rooms.test/mcp' })
    one.mcpTool('b', input, () => 'b', { annotations, translations: { ja: { fields: room } } })
    one.mcpTool('c', input, () => 'c', {
      annotations,
      // @ts-expect-error: there is no field "rooms"
      translations: { ja: { fields: { rooms: { title: '部屋' } } } },
    })
  })
})

describe('icons', () => {
  it.each(['modern', 'legacy'] as const)('are told to a %s client', async (era) => {
    const { client, listTools } = await createTestClient(worker, { env: undefined, era })
    expect(client.getServerVersion()?.icons).toEqual([picture])
    expect((await listTools())[0]?.icons).toEqual([face])
  })

  it('stand in the server card and in the manifest', async () => {
    const card = await worker.fetch(new Request('https://rooms.test/mcp/server-card'), undefined)
    expect(await card.json()).toMatchObject({ icons: [picture] })
    expect(worker.manifest(undefined)).toMatchObject({
      icons: [picture],
      categories: ['productivity'],
      tools: [{ icons: [face] }],
    })
  })

  it.each(['http://rooms.test/a.png', 'javascript:alert(1)', 'data:text/html,<p>', 'a.png', ''])(
    'are not at %j',
    (src) => {
      const icons = [{ src }]
      const url = 'https://rooms.test/mcp'
      expect(() => createMcpWorker({ ...server, url, icons })).toThrow(TypeError)
      expect(() => createMcpWorker({ ...server, url }).mcpTool({ ...bookRoom, icons })).toThrow(
        /is no icon/,
      )
    },
  )
})
