import type { ListToolsResult } from '@modelcontextprotocol/client'

/** A tool as a server defines it. Every text in it is the server's. */
export interface ServerTool {
  name: string
  title?: string
  description: string
  inputSchema: Record<string, unknown>
  outputSchema?: Record<string, unknown>
  annotations: Record<string, unknown>
  /** What the server attached to it besides, where it attached something. */
  meta?: Record<string, unknown>
}

/** A server's tools, bounded. */
export interface ToolList {
  tools: ServerTool[]
  /** How many were left out: unusable names, doubles, definitions past the size limit, or too many. */
  leftOut: number
  /** For how long the server calls its list fresh, in milliseconds; missing: it did not say. */
  ttlMs?: number
  /** Whether it calls its list one for everybody or for this caller; missing: it did not say. */
  cacheScope?: 'public' | 'private'
}

const MAX_TOOLS = 1_000
const MAX_TOOL_BYTES = 64 * 1024
const MAX_LIST_BYTES = 4 * 1024 * 1024
const MAX_NAME_LENGTH = 128

/** Turns a `tools/list` result into tools of a bounded number and size, in the server's own order. */
export function toToolList(result: ListToolsResult): ToolList {
  const names = new Set<string>()
  const tools: ServerTool[] = []
  let bytes = 0

  for (const listed of result.tools) {
    const tool = toServerTool(listed)
    const { meta, ...definition } = tool
    const size = JSON.stringify(definition).length
    const isUsable = isToolName(tool.name) && !names.has(tool.name) && size <= MAX_TOOL_BYTES
    if (!isUsable || tools.length === MAX_TOOLS || bytes + size > MAX_LIST_BYTES) continue
    names.add(tool.name)
    const isMetaSmall = JSON.stringify(meta ?? {}).length <= MAX_TOOL_BYTES
    tools.push(isMetaSmall ? tool : definition)
    bytes += size
  }

  const { ttlMs, cacheScope } = result
  return {
    tools,
    leftOut: result.tools.length - tools.length,
    ...(typeof ttlMs === 'number' && ttlMs >= 0 && { ttlMs }),
    ...((cacheScope === 'public' || cacheScope === 'private') && { cacheScope }),
  }
}

function toServerTool(tool: ListToolsResult['tools'][number]): ServerTool {
  const { name, inputSchema, outputSchema, annotations, _meta: meta } = tool
  const title = tool.title ?? annotations?.title
  return {
    name,
    ...(title && { title }),
    description: tool.description ?? '',
    inputSchema,
    ...(outputSchema && { outputSchema }),
    annotations: { ...annotations },
    ...(meta && { meta }),
  }
}

/** Printable and without spaces: a name that is shown and sent back must not play tricks. */
function isToolName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && /^[\p{L}\p{N}_.\-/:]+$/u.test(name)
}
