import type { Finding } from './reading.ts'

/**
 * Asks one server how it is. Whatever the server does is a finding; rejects only with the reason of the
 * signal, or for a fault of ours.
 */
export type Probe = (url: string, options: { signal: AbortSignal }) => Promise<Finding>

/**
 * Says whether our own way out to this address works. Asked only after a probe found a server down: if it
 * does not, nothing is known of the server.
 */
export type OutboundCheck = (url: string) => Promise<boolean>
