import * as z from 'zod'
import { defineTool, ToolError } from '../src/index.ts'
import { PNG, WAV } from './media.ts'

// The names, the texts and the pauses are the suite's own.

const annotations = { readOnlyHint: true } as const
const nothing = z.object({})
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const simpleText = defineTool({
  name: 'test_simple_text',
  description: 'Answers with text',
  input: nothing,
  annotations,
  run: () => 'This is a simple text response for testing.',
})

export const imageContent = defineTool({
  name: 'test_image_content',
  description: 'Answers with a picture',
  input: nothing,
  annotations,
  run: () => ({ content: [{ type: 'image', data: PNG, mimeType: 'image/png' }] }),
})

export const audioContent = defineTool({
  name: 'test_audio_content',
  description: 'Answers with a sound',
  input: nothing,
  annotations,
  run: () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
})

export const embeddedResource = defineTool({
  name: 'test_embedded_resource',
  description: 'Answers with a resource',
  input: nothing,
  annotations,
  run: () => ({
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  }),
})

export const multipleContentTypes = defineTool({
  name: 'test_multiple_content_types',
  description: 'Answers with text, a picture and a resource',
  input: nothing,
  annotations,
  run: () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: PNG, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: JSON.stringify({ test: 'data', value: 123 }),
        },
      },
    ],
  }),
})

export const errorHandling = defineTool({
  name: 'test_error_handling',
  description: 'Refuses',
  input: nothing,
  annotations,
  run: () => {
    throw new ToolError('ERR_TEST', 'This tool intentionally returns an error for testing')
  },
})

export const withProgress = defineTool({
  name: 'test_tool_with_progress',
  description: 'Reports how far it has come',
  input: nothing,
  annotations,
  run: async (_args, { progress }) => {
    await progress({ progress: 0, total: 100 })
    await pause(50)
    await progress({ progress: 50, total: 100 })
    await pause(50)
    await progress({ progress: 100, total: 100 })
    return 'Done'
  },
})

export const withLogging = defineTool({
  name: 'test_tool_with_logging',
  description: 'Tells what it does while it does it',
  input: nothing,
  annotations,
  run: async (_args, { log }) => {
    log.info('Tool execution started')
    await pause(50)
    log.info('Tool processing data')
    await pause(50)
    log.info('Tool execution completed')
    return 'Done'
  },
})

export const loggingTool = defineTool({
  name: 'test_logging_tool',
  description: 'Tells something to whoever listens',
  input: nothing,
  annotations,
  run: (_args, { log }) => {
    log.info('Somebody called')
    return 'Done'
  },
})

export const withHeader = defineTool({
  name: 'test_x_mcp_header',
  description: 'Takes an argument that stands in a header too',
  input: z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
  annotations,
  run: ({ region }) => region,
})
