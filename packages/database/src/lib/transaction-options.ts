/**
 * How long a transaction may take, in milliseconds, to begin and to end. Prisma's own 2 and 5 seconds end many that stand in a line for one
 * row on a busy machine, and their callers learn nothing but that something went wrong.
 */
export const TRANSACTION_OPTIONS = { maxWait: 10_000, timeout: 20_000 }
