import { expect, it } from 'vitest'
import { isReadScope, isResourceUri, isSameResource } from './resource.ts'

it.each([
  ['https://a.example/mcp', true],
  ['http://localhost:4301/mcp', true],
  ['https://a.example', true],
  ['https://a.example/mcp#x', false],
  ['https://me@a.example/mcp', false],
  ['ftp://a.example', false],
  ['urn:x', false],
  ['a.example/mcp', false],
  ['https://a.example/m cp', false],
  ['https://a.example\\mcp', false],
  [`https://a.example/${'x'.repeat(3000)}`, false],
])('says of %j as a resource: %s', (uri, isOne) => {
  expect(isResourceUri(uri)).toBe(isOne)
})

it('takes one slash at the end for the same resource, and nothing else', () => {
  expect(isSameResource('https://a.example', 'https://a.example/')).toBe(true)
  expect(isSameResource('https://a.example/mcp', 'https://a.example/mcp.evil')).toBe(false)
  expect(isSameResource('https://a.example/mcp', 'https://A.example/mcp')).toBe(false)
  expect(isSameResource('https://a.example/mcp', '')).toBe(false)
})

it.each([
  ['booking:read', true],
  ['connections:read', true],
  ['files.list', true],
  ['read:files', true],
  ['booking:write', false],
  ['admin', false],
  ['readwrite', false],
  ['thread:close', false],
  ['booking:read:all', false],
])('says of %s that it only reads: %s', (name, reads) => {
  expect(isReadScope(name)).toBe(reads)
})
