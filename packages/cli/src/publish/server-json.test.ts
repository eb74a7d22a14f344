import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Manifest } from '@toolgraph/worker'
import { describe, expect, it } from 'vitest'
import { readServerJson, toServerJson, writeServerJson } from './server-json.ts'

const MANIFEST: Manifest = {
  name: 'com.example/weather',
  version: '1.0.0',
  title: 'Weather',
  description: 'Weather of a few cities',
  url: 'https://weather.example/mcp',
  repositoryUrl: 'https://github.com/example/weather',
  tags: ['weather'],
  categories: ['travel'],
  scopes: [],
  tools: [],
}

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'toolgraph-server-json-'))

describe('toServerJson()', () => {
  it('says what the official registry asks for, and nothing else', () => {
    expect(toServerJson(MANIFEST)).toEqual({
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: 'com.example/weather',
      title: 'Weather',
      description: 'Weather of a few cities',
      version: '1.0.0',
      repository: { url: 'https://github.com/example/weather', source: 'github' },
      remotes: [{ type: 'streamable-http', url: 'https://weather.example/mcp' }],
    })
  })

  it('cuts a description to a hundred characters, and never within one', () => {
    const { description } = toServerJson({ ...MANIFEST, description: '😀'.repeat(120) })
    expect([...String(description)]).toHaveLength(100)
    expect(description).toMatch(/^(?:😀)+…$/u)
  })

  it('names no address of this machine, and no repository that a registry refuses', () => {
    const local = {
      ...MANIFEST,
      url: 'http://localhost:8787/mcp',
      repositoryUrl: 'https://git.example/x',
    }
    expect(toServerJson(local)).not.toHaveProperty('remotes')
    expect(toServerJson(local)).not.toHaveProperty('repository')
  })

  it('names the icons that can be fetched', () => {
    const icons = [
      { src: 'https://weather.example/sun.png', mimeType: 'image/png', sizes: ['48x48'] },
      { src: 'data:image/png;base64,AAAA' },
    ]
    expect(toServerJson({ ...MANIFEST, icons })).toMatchObject({ icons: [icons[0]] })
  })

  it('keeps what an author added', () => {
    const known = {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-10-17/server.schema.json',
      packages: [{ registryType: 'npm', identifier: 'weather', transport: { type: 'stdio' } }],
      repository: { url: 'x', source: 'github', id: '42', subfolder: 'weather' },
      remotes: [
        { type: 'sse', url: 'https://weather.example/sse' },
        { type: 'streamable-http', url: 'https://old.example/mcp', headers: [{ name: 'x-key' }] },
      ],
      _meta: { 'io.modelcontextprotocol.registry/publisher-provided': { mine: true } },
      title: 'Old',
    }
    expect(toServerJson(MANIFEST, known)).toMatchObject({
      ...known,
      title: 'Weather',
      repository: { ...known.repository, url: 'https://github.com/example/weather' },
      remotes: [known.remotes[0], { ...known.remotes[1], url: 'https://weather.example/mcp' }],
    })
  })
})

describe('writeServerJson()', () => {
  it('leaves a file as it is that says the same already', () => {
    const folder = newFolder()
    const file = path.join(folder, 'server.json')
    expect(writeServerJson(folder, MANIFEST)).toBe('written')
    const spaced = JSON.stringify(readServerJson(folder), null, 7)
    writeFileSync(file, spaced)
    expect(writeServerJson(folder, MANIFEST)).toBe('unchanged')
    expect(readFileSync(file, 'utf8')).toBe(spaced)
  })

  it('does not write over a file that it cannot read', () => {
    const folder = newFolder()
    writeFileSync(path.join(folder, 'server.json'), '{ "name": ')
    expect(() => writeServerJson(folder, MANIFEST)).toThrow('it is not a JSON object')
  })
})
