import { createMcpWorker } from '../src/index.ts'
import * as prompts from './prompts.ts'
import * as questions from './questions.ts'
import * as resources from './resources.ts'
import * as sessions from './sessions.ts'
import * as tools from './tools.ts'

/** Where the worker is. */
export interface EverythingEnv {
  /** Its address, as the suite calls it. */
  MCP_URL: string
}

/** Creates the server that the suite wants: whatever the protocol has, each by the suite's own name. */
export function createEverythingWorker() {
  const worker = createMcpWorker<EverythingEnv>({
    name: 'test.toolgraph/everything',
    version: '1.0.0',
    description: 'Has whatever the conformance suite asks for',
    url: (env) => env.MCP_URL,
    stateKey: 'a key for the state of open questions',
  })
  const all = { ...tools, ...sessions, ...questions }
  for (const tool of Object.values(all)) worker.mcpTool(tool)
  for (const resource of Object.values(resources)) worker.mcpResource(resource)
  for (const prompt of Object.values(prompts)) worker.mcpPrompt(prompt)
  return worker
}
