import { m } from '#lib/paraglide/messages.js'
import type { ArgumentFailure } from '#lib/schema/check-arguments.ts'

const WORDS: Readonly<Record<string, (bound: string) => string>> = {
  required: () => m.invalid_required(),
  type: () => m.invalid_type(),
  enum: () => m.invalid_enum(),
  const: () => m.invalid_enum(),
  format: () => m.invalid_format(),
  pattern: () => m.invalid_pattern(),
  // One letter is not a length but something at all.
  minLength: (bound) => (bound === '1' ? m.invalid_required() : m.invalid_min_length({ bound })),
  maxLength: (bound) => m.invalid_max_length({ bound }),
  minimum: (bound) => m.invalid_minimum({ bound }),
  maximum: (bound) => m.invalid_maximum({ bound }),
  exclusiveMinimum: (bound) => m.invalid_exclusive_minimum({ bound }),
  exclusiveMaximum: (bound) => m.invalid_exclusive_maximum({ bound }),
  multipleOf: (bound) => m.invalid_multiple_of({ bound }),
  minItems: (bound) => m.invalid_min_items({ bound }),
  maxItems: (bound) => m.invalid_max_items({ bound }),
  uniqueItems: () => m.invalid_unique(),
  false: () => m.invalid_not_allowed(),
}

/** Says in the reader's language why an argument does not fit. */
export function failureText({ keyword, bound }: ArgumentFailure): string {
  return Object.hasOwn(WORDS, keyword)
    ? (WORDS[keyword]?.(bound ?? '?') ?? m.invalid_other())
    : m.invalid_other()
}
