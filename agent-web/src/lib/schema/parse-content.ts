/** One block of a tool's answer, ready to be shown. */
export type ContentBlock =
  | { kind: 'text'; text: string }
  | { kind: 'json'; value: unknown }
  | { kind: 'image'; source: string }
  | { kind: 'link'; uri: string; name: string; description: string | undefined }
  | { kind: 'other'; type: string }

const IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Reads the `content` of a tool's result (MCP 2025-11-25, tools); what it does not know is named. */
export function parseContent(content: unknown): ContentBlock[] {
  return Array.isArray(content) ? content.filter(isRecord).map(parseBlock) : []
}

function parseBlock(block: Record<string, unknown>): ContentBlock {
  const { type } = block
  if (type === 'text' && typeof block['text'] === 'string') return parseText(block['text'])
  if (type === 'image') return parseImage(block)
  if (type === 'resource_link') return parseLink(block)
  if (type === 'resource' && isRecord(block['resource'])) return parseResource(block['resource'])
  return { kind: 'other', type: typeof type === 'string' ? type.slice(0, 40) : '?' }
}

function parseText(text: string): ContentBlock {
  if (!/^\s*[[{]/.test(text)) return { kind: 'text', text }
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch {
    return { kind: 'text', text }
  }
}

function parseImage({ data, mimeType }: Record<string, unknown>): ContentBlock {
  const isKnown = typeof mimeType === 'string' && IMAGES.has(mimeType)
  const isBase64 = typeof data === 'string' && /^[A-Za-z\d+/=\s]+$/.test(data)
  return isKnown && isBase64
    ? { kind: 'image', source: `data:${mimeType};base64,${data}` }
    : { kind: 'other', type: 'image' }
}

function parseLink({ uri, name, description }: Record<string, unknown>): ContentBlock {
  if (typeof uri !== 'string') return { kind: 'other', type: 'resource_link' }
  return {
    kind: 'link',
    uri,
    name: typeof name === 'string' ? name : uri,
    description: typeof description === 'string' ? description : undefined,
  }
}

function parseResource(resource: Record<string, unknown>): ContentBlock {
  return typeof resource['text'] === 'string'
    ? parseText(resource['text'])
    : parseLink({ uri: resource['uri'], name: resource['name'] })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
