import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/client/validators/cf-worker'

const MAX_SCHEMA_LENGTH = 32 * 1024

/** Together these let a small schema ask for an endless number of steps; so do foreign regular expressions. */
const REFERENCES = /"\$(?:ref|dynamicRef|recursiveRef)":/
const BRANCHES = /"(?:anyOf|oneOf|allOf|not|if|contains|dependentSchemas)":/
const PATTERNS = /"patternProperties":/

/**
 * Says whether a tool's structured result fits the schema that its server declared, or `undefined` where
 * that cannot be told in bounded time. No remote `$ref` is fetched, no foreign regular expression runs.
 */
export function checkOutput(
  schema: Record<string, unknown>,
  structured: unknown,
): boolean | undefined {
  const text = JSON.stringify(schema, withoutPatterns)
  const isBounded = text.length <= MAX_SCHEMA_LENGTH && !PATTERNS.test(text)
  if (!isBounded || (REFERENCES.test(text) && BRANCHES.test(text))) return undefined
  try {
    const validate = new CfWorkerJsonSchemaValidator().getValidator(JSON.parse(text))
    return validate(structured).valid
  } catch {
    return undefined
  }
}

/** Leaves out the keywords with regular expressions; a property of that name is no string, and stays. */
function withoutPatterns(key: string, value: unknown): unknown {
  const isKeyword = (key === 'pattern' || key === 'format') && typeof value === 'string'
  return isKeyword ? undefined : value
}
