import { createMcpWorker, type Log } from '../src/index.ts'
import * as prompts from './prompts.ts'
import * as questions from './questions.ts'
import * as resources from './resources.ts'
import * as sessions from './sessions.ts'
import * as tools from './tools.ts'

/**
 * Creates the server that the suite wants: whatever the protocol has, each by the suite's own name.
 *
 * @param url Its address, as the suite calls it
 */
export function createEverythingWorker(url: string, log: Log) {
  const worker = createMcpWorker({
    name: 'test.toolgraph/everything',
    version: '1.0.0',
    description: 'Has whatever the conformance suite asks for',
    url,
    log,
    stateKey: 'a key for the state of open questions',
  })
  const all = { ...tools, ...sessions, ...questions }
  for (const tool of Object.values(all)) worker.mcpTool(tool)
  for (const resource of Object.values(resources)) worker.mcpResource(resource)
  for (const prompt of Object.values(prompts)) worker.mcpPrompt(prompt)
  return worker
}
