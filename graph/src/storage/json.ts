import type { Prisma } from '@toolgraph/database'

/** A value as a JSON column takes it: what JSON cannot say (undefined, functions) is left out. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value))
}
