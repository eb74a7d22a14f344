import { fail, ok } from '@toolgraph/errors'
import type { ReadResourceResult } from '@modelcontextprotocol/client'
import * as z from 'zod'
import type { Callable } from './callable.ts'
import type { Complete } from './complete.ts'
import { assertIcons, type Icon } from './icon.ts'
import { assertObject, check, inPlainWords } from './json-schema.ts'
import type { ResourceContents, ResourceContext, ResourceDefinition } from './resource.ts'
import { toSuggestions } from './suggestions.ts'
import { readTextFields } from './text-fields.ts'
import type { Translation } from './tool.ts'
import { ToolError } from './tool-error.ts'
import { resultSchemas } from './wire-schemas.ts'
import { isUriTemplate, parseUriTemplate, type UriTemplate } from './uri-template.ts'

/** What a worker knows of a resource, or of all those of a template. */
export interface RegisteredResource<env> extends Callable<
  ResourceContext<env>,
  ReadResourceResult
> {
  /** The address, or the template of addresses. */
  readonly uri: string
  readonly isTemplate: boolean
  readonly title?: string
  readonly description?: string
  readonly mimeType?: string
  readonly icons?: readonly Icon[]
  readonly translations: Readonly<Record<string, Translation>>
  /** Suggestions, by variable. */
  readonly suggestions: ReadonlyMap<string, Complete<env>>
  /** Whether an address is this one, or has the form of the template. */
  matches(uri: string): boolean
}

/**
 * Turns a definition into what a worker serves.
 *
 * @throws TypeError For an address that is none, or variables that are not those of the address
 */
export function registerResource<variables extends z.ZodObject, env>(
  definition: ResourceDefinition<variables, env>,
): RegisteredResource<env> {
  const { name, uri, read, title, description, mimeType, icons } = definition
  const { scopes = [], translations = {} } = definition
  const owner = `resource "${name}"`
  assertIcons(icons)
  const isTemplate = isUriTemplate(uri)
  const address = isTemplate ? parseUriTemplate(uri) : toFixedAddress(uri)
  const variables: z.ZodObject = definition.variables ?? z.object({})
  assertObject(variables, `The variables of ${owner}`)
  const fields = readTextFields(owner, variables)
  assertSameNames(owner, address.variables, fields)

  return {
    name,
    uri,
    isTemplate,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(icons === undefined ? {} : { icons }),
    scopes: [...scopes],
    translations,
    suggestions: toSuggestions(owner, fields, definition.complete),
    matches: (asked) => address.match(asked) !== undefined,
    parse(args) {
      const { uri: asked } = Object(args)
      const found = typeof asked === 'string' ? address.match(asked) : undefined
      if (found === undefined) return fail([{ path: 'uri', message: `is not one of ${owner}` }])
      const checked = check(variables, found, inPlainWords)
      if (!checked.ok) return checked
      // `variables` is the author's own schema, so what passed it has its type.
      const values = checked.value as z.output<variables>
      return ok({
        run: async (context) => ok(toWire(await read(values, context), context.uri, mimeType)),
      })
    },
  }
}

/** @throws TypeError For what is no URI */
function toFixedAddress(uri: string): UriTemplate {
  if (!URL.canParse(uri)) throw new TypeError(`"${uri}" is not the address of a resource`)
  return { variables: [], match: (asked) => (asked === uri ? {} : undefined) }
}

function assertSameNames(
  owner: string,
  variables: readonly string[],
  fields: readonly { readonly name: string }[],
): void {
  const named = new Set(fields.map(({ name }) => name))
  const missing = variables.find((name) => !named.has(name))
  if (missing !== undefined) throw new TypeError(`${owner} has no schema of "${missing}"`)
  const stranger = [...named].find((name) => !variables.includes(name))
  if (stranger !== undefined) throw new TypeError(`${owner} has no "${stranger}" in its address`)
}

/**
 * @throws ToolError Where there is nothing
 * @throws TypeError When the protocol cannot carry it
 */
function toWire(result: unknown, uri: string, mimeType: string | undefined): ReadResourceResult {
  if (result === undefined) {
    throw new ToolError('ERR_RESOURCE_NOT_FOUND', `Cannot find resource "${uri}"`)
  }
  const contents = toParts(result).map(({ fallback, ...part }) => {
    const type = part.mimeType ?? mimeType ?? fallback
    const body = 'blob' in part ? { blob: toBase64(part.blob) } : { text: part.text }
    return {
      uri: part.uri ?? uri,
      ...(type === undefined ? {} : { mimeType: type }),
      ...body,
    }
  })
  const parsed = resultSchemas.resource.safeParse({ contents })
  if (!parsed.success || contents.length === 0) {
    throw new TypeError('What was read cannot be the contents of a resource')
  }
  return parsed.data as ReadResourceResult
}

type Part = ResourceContents & { fallback?: string }

function toParts(result: unknown): Part[] {
  if (typeof result === 'string') return [{ text: result, fallback: 'text/plain' }]
  if (result instanceof Uint8Array) return [{ blob: result, fallback: 'application/octet-stream' }]
  if (isParts(result)) return [...result.contents]
  return [{ text: JSON.stringify(result), fallback: 'application/json' }]
}

function isParts(value: unknown): value is { contents: readonly ResourceContents[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'contents' in value &&
    Array.isArray(value.contents)
  )
}

/** In pieces: a function takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 32_768) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  }
  return btoa(binary)
}
