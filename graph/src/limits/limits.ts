import type { Limit } from '@toolgraph/throttle'

/** A limit of one caller, and of the owner for whom they act. */
export interface WriteLimit {
  /** What is limited, as the refusal says it: "publish". */
  readonly what: string
  readonly each: Limit
  /** For all who act for one owner (default: as for one caller) */
  readonly owner?: Limit
}

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** What may be written, and how often. A pipeline that publishes all servers of a company at each build fits. */
export const LIMITS = {
  publish: { what: 'publish', each: { tries: 300, windowSeconds: HOUR } },
  probe: { what: 'probe servers', each: { tries: 60, windowSeconds: 10 * MINUTE } },
  link: { what: 'link servers', each: { tries: 120, windowSeconds: HOUR } },
  report: { what: 'report servers', each: { tries: 20, windowSeconds: DAY } },
  prove: { what: 'prove namespaces', each: { tries: 60, windowSeconds: HOUR } },
  webhook: { what: 'register or test webhooks', each: { tries: 60, windowSeconds: HOUR } },
  offer: { what: 'offer servers', each: { tries: 100, windowSeconds: DAY } },
  invite: {
    what: 'invite people',
    each: { tries: 50, windowSeconds: DAY },
    owner: { tries: 200, windowSeconds: DAY },
  },
} as const satisfies Record<string, WriteLimit>

/** Something that is limited. */
export type LimitName = keyof typeof LIMITS

/** Proofs for one domain, from anywhere: nobody uses us to call somebody else. */
export const DOMAIN_PROOFS: Limit = { tries: 60, windowSeconds: MINUTE }
