import type { Finding } from './reading.ts'

/**
 * Asks one server how it is. Whatever the server does is a finding; rejects only with the reason of the
 * signal, or for a fault of ours.
 */
export type Probe = (url: string, options: ProbeOptions) => Promise<Finding>

/** What a probe is told besides the address. */
export interface ProbeOptions {
  readonly signal: AbortSignal
  /** Whether to look for the metadata of an open server too: it may ask for sign-in when a tool is called. */
  readonly readsMetadata: boolean
  /** Whether to list the tools of an open server. */
  readonly readsTools: boolean
}

/**
 * Says whether our own way out to this address works. Asked only after a probe found a server down: if it
 * does not, nothing is known of the server.
 */
export type OutboundCheck = (url: string) => Promise<boolean>
