import { readDocumentHash, type PersistedDocuments } from './operation/persisted-documents.ts'

/** What a POST of GraphQL says. */
export interface OperationParams {
  query: string
  operationName: string | null | undefined
  variables: Record<string, unknown> | null | undefined
}

const KNOWN = new Set(['query', 'operationName', 'variables', 'extensions'])

/**
 * Reads the body of a POST.
 *
 * @returns `undefined` for anything unusual, which has its own refusal elsewhere
 */
export function readParams(
  body: string,
  persisted: PersistedDocuments,
): OperationParams | undefined {
  const params = parseObject(body)
  if (!params || Object.keys(params).some((key) => !KNOWN.has(key))) return undefined
  const { operationName, variables, extensions } = params
  const query = readQuery(params, persisted)
  if (query === undefined || !isAbsentOr(isRecord, extensions)) return undefined
  if (!isAbsentOr(isRecord, variables) || !isAbsentOr(isString, operationName)) return undefined
  return { query, operationName, variables }
}

/** The document, sent or named; one that is sent with its hash is not for here, as it has to be compared. */
function readQuery(
  { query, extensions }: Record<string, unknown>,
  persisted: PersistedDocuments,
): string | undefined {
  const hash = readDocumentHash(extensions)
  if (hash !== undefined) return query === undefined ? persisted.find(hash) : undefined
  return isString(query) ? query : undefined
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isAbsentOr<value>(
  is: (value: unknown) => value is value,
  value: unknown,
): value is value | null | undefined {
  return value === undefined || value === null || is(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}
