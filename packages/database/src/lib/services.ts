/** The services that own a Postgres schema, each reached by a role of its own. */
export const SERVICES = ['graph', 'auth', 'web', 'booking', 'product', 'order', 'form'] as const

/** A service with a Postgres schema and role of its own. */
export type Service = (typeof SERVICES)[number]
