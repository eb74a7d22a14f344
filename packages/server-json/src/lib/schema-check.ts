import { Validator, type Schema, type SchemaDraft } from '@cfworker/json-schema'
import type { Finding } from './issue.ts'
import { toFindings } from './schema-findings.ts'

/** Says what is wrong with a value, each thing once, by place; nothing when it fits. */
export type SchemaCheck = (value: unknown) => Finding[]

/** Makes a check of a JSON schema, by interpretation: no code is made, so that Workers can do it. */
export function createSchemaCheck(schema: Schema, draft: SchemaDraft): SchemaCheck {
  const validator = new Validator(schema, draft, false)
  return (value) => {
    const { valid, errors } = validator.validate(value)
    if (valid) return []
    const findings = toFindings(errors, value)
    // Two alternatives can find the same thing wrong.
    const distinct = new Map(findings.map((found) => [`${found.path} ${found.message}`, found]))
    return [...distinct.values()].toSorted((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    )
  }
}
