import { describe, expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

async function linesOf(...pieces: Uint8Array[]): Promise<string[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
  const lines: string[] = []
  for await (const line of readLines(body)) lines.push(line)
  return lines
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('readLines()', () => {
  it('puts lines together that arrive in pieces', async () => {
    expect(await linesOf(bytes('{"a"'), bytes(':1}\n{"b":2}\n{"c'), bytes('":3}'))).toEqual([
      '{"a":1}',
      '{"b":2}',
      '{"c":3}',
    ])
  })

  it('puts a letter together that arrives in pieces', async () => {
    const room = bytes('会\n')
    expect(await linesOf(room.slice(0, 1), room.slice(1))).toEqual(['会'])
  })

  it('leaves out empty lines', async () => {
    expect(await linesOf(bytes('\n\n \na\n\n'))).toEqual(['a'])
  })
})
