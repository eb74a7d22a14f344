import path from 'node:path'
import { ROOT } from '../test/root.ts'

/** One way to write the same server: a die for anybody, a greeting for who has signed in. */
export interface Contender {
  /** What it is made of. */
  readonly label: string
  /** Where its files are; ours come from `toolgraph create`. */
  readonly folder: string
  /** What its author writes and keeps, without tests. */
  readonly source: readonly string[]
  /** What its author writes to make it build and run. */
  readonly configuration: readonly string[]
  /** Whether it brings an issuer for development; the others borrow ours. */
  readonly hasIssuer: boolean
}

const PEERS = path.join(import.meta.dirname, 'peers')

/** By key of the report. */
export const contenders: Readonly<Record<string, Contender>> = {
  toolgraph: {
    label: '`@toolgraph/worker`',
    folder: path.join(ROOT, 'packages/cli/template'),
    source: ['src/worker.ts'],
    configuration: ['package.json', 'wrangler.jsonc', 'tsconfig.json'],
    hasIssuer: true,
  },
  agents: {
    label: '`agents` and `workers-oauth-provider`',
    folder: path.join(PEERS, 'agents'),
    source: ['src/server.ts'],
    configuration: ['package.json', 'wrangler.jsonc'],
    hasIssuer: false,
  },
  mcpHandler: {
    label: '`mcp-handler`',
    folder: path.join(PEERS, 'mcp-handler'),
    source: ['src/server.ts'],
    configuration: ['package.json'],
    hasIssuer: false,
  },
  fastmcp: {
    label: '`fastmcp`',
    folder: path.join(PEERS, 'fastmcp'),
    source: ['src/server.ts'],
    configuration: ['package.json'],
    hasIssuer: false,
  },
}
