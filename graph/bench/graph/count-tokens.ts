import { createHttpClient, type Question } from './http-client.ts'

/** How long the answers are that an agent reads. */
export interface TokenCount {
  what: string
  /** Of the encoding `o200k_base`, on average. */
  tokens: number
  bytes: number
}

const WISHES = [
  'convert pdf to markdown',
  'kubernetes pod logs',
  'weather forecast',
  '会議室を予約',
  'search the web',
]

/**
 * Counts the tokens of what agents are answered.
 *
 * @param names Names of servers
 */
export async function countTokens(origin: string, names: readonly string[]): Promise<TokenCount[]> {
  const { encode } = await import(TOKENIZER)
  const client = createHttpClient(origin, 1)
  const count = async (what: string, questions: readonly Question[]): Promise<TokenCount> => {
    const texts: string[] = []
    for (const question of questions) texts.push(readText(await client.ask(question)))
    const mean = (size: (text: string) => number) =>
      Math.round(texts.reduce((sum, text) => sum + size(text), 0) / texts.length)
    return { what, tokens: mean((text) => encode(text).length), bytes: mean(Buffer.byteLength) }
  }
  const counts = [
    await count('the list of all tools', [toCall('tools/list', {})]),
    await count(
      'search_tools (5)',
      WISHES.map((query) => toTool('search_tools', { query })),
    ),
    await count(
      'search_tools with schemas (5)',
      WISHES.map((query) => toTool('search_tools', { query, include_schema: true })),
    ),
    await count(
      'search_servers',
      WISHES.map((query) => toTool('search_servers', { query })),
    ),
    await count(
      'get_server',
      names.slice(0, 10).map((name) => toTool('get_server', { server: name })),
    ),
  ]
  client.close()
  return counts
}

const TOKENIZER = new URL(
  '../peers/node_modules/gpt-tokenizer/esm/encoding/o200k_base.js',
  import.meta.url,
).href

function toTool(name: string, args: object): Question {
  return toCall('tools/call', { name, arguments: args })
}

function toCall(method: string, params: { name?: string; arguments?: object }): Question {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  }
  return {
    path: '/mcp',
    body: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } },
    headers: {
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(params.name === undefined ? {} : { 'mcp-name': params.name }),
    },
  }
}

/** What a model is shown: the text of a call's answer, or the tools as they are listed. */
function readText(answer: string): string {
  const { result, error } = JSON.parse(answer)
  if (error || result.isError) throw new Error(`Cannot count the tokens: ${answer.slice(0, 500)}`)
  if (result.tools) return JSON.stringify(result.tools)
  return result.content.map(({ text }: { text?: string }) => text ?? '').join('\n')
}
