import type { Manifest, ManifestTool } from '@toolgraph/worker'
import { describe, expect, it } from 'vitest'
import { checkManifest, RULES } from './check-manifest.ts'
import { fieldsOf } from './fields.ts'

const TOOL: ManifestTool = {
  name: 'add_note',
  title: 'Add a note',
  description: 'Keeps a note for the signed-in person.',
  inputSchema: {
    type: 'object',
    properties: {
      text: { type: 'string', description: 'The words of the note' },
      color: { enum: ['red', 'blue'], title: 'Color', description: 'Its color' },
    },
  },
  outputSchema: { type: 'object', properties: { count: { type: 'integer' } } },
  annotations: { readOnlyHint: false, destructiveHint: false },
  scopes: ['notes:write'],
  translations: {},
}

const MANIFEST: Manifest = {
  name: 'org.notebook/notes',
  version: '1.0.0',
  title: 'Notes',
  description: 'Keeps short notes',
  url: 'https://notes.example/mcp',
  tags: [],
  categories: [],
  scopes: [{ name: 'notes:write', description: 'Write your notes' }],
  tools: [TOOL],
}

const withTool = (tool: Record<string, unknown>): Manifest => ({
  ...MANIFEST,
  tools: [{ ...TOOL, ...tool }],
})
const inJapanese = (ja: object, server = { title: 'メモ', description: '預かる' }): Manifest => ({
  ...withTool({ translations: { ja } }),
  translations: { ja: server },
  scopes: [
    { name: 'notes:write', description: 'Write your notes', descriptions: { ja: 'メモを書く' } },
  ],
})
const JA = { title: 'メモを書く', description: '預かる' }

const FAULTS: readonly [rule: string, severity: string, place: string, manifest: Manifest][] = [
  ['server-name', 'error', 'name', { ...MANIFEST, name: 'com.example/n' }],
  ['server-name', 'warning', 'name', { ...MANIFEST, name: 'com.example/notes' }],
  ['server-version', 'error', 'version', { ...MANIFEST, version: 'latest' }],
  ['server-title', 'warning', 'title', { ...MANIFEST, title: MANIFEST.name }],
  ['server-title', 'error', 'title', { ...MANIFEST, title: 'x'.repeat(101) }],
  ['server-description', 'error', 'description', { ...MANIFEST, description: ' ' }],
  ['server-description', 'warning', 'description', { ...MANIFEST, description: 'x'.repeat(101) }],
  ['server-description', 'error', 'description', { ...MANIFEST, description: 'x'.repeat(1001) }],
  ['server-url', 'warning', 'url', { ...MANIFEST, url: 'http://localhost:8787/mcp' }],
  ['server-url', 'error', 'url', { ...MANIFEST, url: 'http://notes.example/mcp' }],
  ['server-url', 'error', 'url', { ...MANIFEST, url: 'undefined/mcp' }],
  ['tool-name', 'error', 'tools.notes.add.name', withTool({ name: 'notes.add' })],
  ['tool-name', 'error', `tools.${'x'.repeat(65)}.name`, withTool({ name: 'x'.repeat(65) })],
  ['tool-name', 'warning', 'tools.addNote.name', withTool({ name: 'addNote' })],
  ['tool-title', 'warning', 'tools.add_note.title', withTool({ title: undefined })],
  ['tool-title', 'warning', 'tools.add_note.title', withTool({ title: 'x'.repeat(101) })],
  ['tool-description', 'error', 'tools.add_note.description', withTool({ description: '' })],
  ['tool-description', 'warning', 'tools.add_note.description', withTool({ description: 'Adds' })],
  [
    'tool-description',
    'warning',
    'tools.add_note.description',
    withTool({ description: 'x'.repeat(1025) }),
  ],
  ['tool-annotations', 'error', 'tools.add_note.annotations', withTool({ annotations: undefined })],
  ['tool-annotations', 'error', 'tools.add_note.annotations', withTool({ annotations: {} })],
  [
    'tool-annotations',
    'error',
    'tools.add_note.annotations',
    withTool({ annotations: { readOnlyHint: false } }),
  ],
  [
    'tool-annotations',
    'error',
    'tools.add_note.annotations',
    withTool({ annotations: { readOnlyHint: true, destructiveHint: true } }),
  ],
  [
    'field-description',
    'warning',
    'tools.add_note.inputSchema.text',
    withTool({ inputSchema: { type: 'object', properties: { text: { type: 'string' } } } }),
  ],
  ['output-schema', 'hint', 'tools.add_note.outputSchema', withTool({ outputSchema: undefined })],
  [
    'scope-reason',
    'error',
    'scopes.notes:write',
    { ...MANIFEST, scopes: [{ name: 'notes:write', description: '' }] },
  ],
  [
    'scope-reason',
    'warning',
    'scopes.notes:write',
    { ...MANIFEST, scopes: [{ name: 'notes:write', description: 'notes:write' }] },
  ],
  ['scope-use', 'warning', 'scopes.notes:write', withTool({ scopes: [] })],
  [
    'translation-complete',
    'warning',
    'translations.ja',
    inJapanese(JA, { title: 'メモ', description: '' }),
  ],
  [
    'translation-complete',
    'warning',
    'tools.add_note.translations.ja',
    inJapanese({ title: 'メモを書く' }),
  ],
  [
    'translation-complete',
    'warning',
    'scopes.notes:write.ja',
    { ...inJapanese(JA), scopes: MANIFEST.scopes },
  ],
  [
    'translation-complete',
    'warning',
    'tools.add_note.translations.ja',
    inJapanese({ ...JA, fields: { text: { description: '言葉' } } }),
  ],
  [
    'translation-complete',
    'warning',
    'tools.add_note.translations.ja',
    inJapanese({
      ...JA,
      fields: {
        text: { description: '言葉' },
        color: { title: '色', description: '色', options: { red: '赤' } },
      },
    }),
  ],
  [
    'translation-place',
    'error',
    'tools.add_note.translations.ja.fields.txt',
    inJapanese({ ...JA, fields: { txt: { title: '言葉' } } }),
  ],
  [
    'translation-place',
    'error',
    'tools.add_note.translations.ja.fields.color',
    inJapanese({ ...JA, fields: { color: { options: { green: '緑' } } } }),
  ],
  ['token-cost', 'warning', 'tools.add_note', withTool({ description: 'word '.repeat(2000) })],
  [
    'token-cost',
    'warning',
    'tools',
    { ...MANIFEST, tools: Array.from({ length: 200 }, (_, n) => ({ ...TOOL, name: `add_${n}` })) },
  ],
]

describe('checkManifest()', () => {
  it('finds nothing in a manifest without a fault', () => {
    expect(checkManifest(MANIFEST)).toEqual([])
  })

  it('finds nothing in a language that is complete', () => {
    const fields = {
      text: { description: '言葉' },
      color: { title: '色', description: '色', options: { red: '赤', blue: '青' } },
    }
    expect(checkManifest(inJapanese(JA))).toEqual([])
    expect(checkManifest(inJapanese({ ...JA, fields }))).toEqual([])
  })

  it.each(FAULTS)('finds by %s as %s: %s', (rule, severity, place, manifest) => {
    const found = checkManifest(manifest).filter((finding) => finding.rule === rule)
    expect(found).toMatchObject([{ severity, place }])
  })

  it('has a case here for each rule', () => {
    expect(Object.keys(RULES).filter((name) => !FAULTS.some(([rule]) => rule === name))).toEqual([])
  })

  it('tells errors first, hints last', () => {
    const found = checkManifest(
      withTool({ outputSchema: undefined, title: undefined, annotations: undefined }),
    )
    expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning', 'hint'])
  })
})

describe('fieldsOf()', () => {
  it('finds fields in objects, lists, unions and references, each once', () => {
    const guest = { type: 'object', properties: { name: { type: 'string', title: 'Name' } } }
    const schema = {
      type: 'object',
      properties: {
        guests: { type: 'array', items: { $ref: '#/$defs/Guest' } },
        room: { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] },
        self: { $ref: '#/$defs/Loop' },
      },
      $defs: { Guest: guest, Loop: { properties: { self: { $ref: '#/$defs/Loop' } } } },
    }
    const fields = fieldsOf(schema)
    expect(fields.slice(0, 3)).toMatchObject([
      { path: 'guests' },
      { path: 'guests.name', title: 'Name' },
      { path: 'room', options: ['a', 'b'] },
    ])
  })
})
