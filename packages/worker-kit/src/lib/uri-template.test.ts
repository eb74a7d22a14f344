import { describe, expect, it } from 'vitest'
import { parseUriTemplate } from './uri-template.ts'

describe('parseUriTemplate()', () => {
  it.each([
    ['test://template/{id}/data', 'test://template/123/data', { id: '123' }],
    ['test://template/{id}/data', 'test://template/1/2/data', undefined],
    ['test://template/{id}/data', 'test://template//data', undefined],
    ['notes://{owner}/{name}', 'notes://a%20b/caf%C3%A9', { owner: 'a b', name: 'café' }],
    ['notes://{name}', 'notes://%zz', undefined],
    ['notes://{name}', `notes://${'a'.repeat(3000)}`, undefined],
    ['file:///{+path}', 'file:///a/b.txt', { path: 'a/b.txt' }],
    ['page://a{#part}', 'page://a#top', { part: 'top' }],
    ['file:///{name}{.ext}', 'file:///a.txt', { name: 'a', ext: 'txt' }],
    ['tree://root{/a,b}', 'tree://root/x/y', { a: 'x', b: 'y' }],
    ['map://{x,y}', 'map://1,2', { x: '1', y: '2' }],
    ['car://a{;doors,color}', 'car://a;doors=4;color=red', { doors: '4', color: 'red' }],
    ['find://notes{?text,page}', 'find://notes?page=2&text=a%26b', { text: 'a&b', page: '2' }],
    ['find://notes{?text,page}', 'find://notes', {}],
    ['find://notes{?text}', 'find://notes?other=1', undefined],
    ['find://notes?fixed=1{&text}', 'find://notes?fixed=1&text=a', { text: 'a' }],
    ['a.b://{id}', 'aXb://1', undefined],
  ])('%s reads %s', (template, uri, values) => {
    expect(parseUriTemplate(template).match(uri)).toEqual(values)
  })

  it.each([
    ['two variables without anything between them', 'a://{b}{c}'],
    ['a name twice', 'a://{b}/{b}'],
    ['a query before the end', 'a://b{?c}/d'],
    ['a prefix', 'a://{b:3}/{c}'],
    ['a list', 'a://{b*}'],
    ['an open brace', 'a://{b'],
    ['an empty expression', 'a://{}'],
  ])('refuses %s', (_case, template) => {
    expect(() => parseUriTemplate(template)).toThrow(TypeError)
  })
})
