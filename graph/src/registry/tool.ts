import * as z from 'zod'
import { isShallow, MAX_JSON_DEPTH } from './to-storable.ts'

/** The most tools that one server may declare. */
export const MAX_TOOLS = 500
/** The largest JSON Schema of a tool, as JSON text. */
export const MAX_SCHEMA_CHARS = 65_536

/** A JSON object of at most so many characters. What it holds came as JSON, or from a GraphQL literal. */
export function jsonObject(maxChars: number) {
  return z
    .record(z.string(), z.unknown())
    .refine((value) => isShallow(value), `must be nested at most ${MAX_JSON_DEPTH} levels deep`)
    .refine(
      (value) => !isShallow(value) || JSON.stringify(value).length <= maxChars,
      `must be at most ${maxChars} characters of JSON`,
    )
}

/** A JSON Schema of an object, as `tools/list` gives it. */
export const objectSchema = jsonObject(MAX_SCHEMA_CHARS).refine(
  (schema) => schema['type'] === 'object',
  {
    error: 'must be a JSON Schema with "type": "object"',
  },
)

/** Says that a field may be left out or null; both read as `undefined`. */
export function optional<schema extends z.ZodType>(schema: schema) {
  return schema.nullish().transform((value) => value ?? undefined)
}

/** Text of one line. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be one line without control characters')

const texts = z.strictObject({
  title: z.string().max(200).optional(),
  description: z.string().max(5000).optional(),
})

/** The same texts in other languages, by language tag. */
export const translationsSchema = byLanguage(texts)

/** The most fields of a tool that have texts in another language, and the most choices of one field. */
const MAX_FIELD_TEXTS = 200

const fieldTexts = z.strictObject({
  title: line(200).optional(),
  description: z.string().max(2000).optional(),
  options: optional(atMost(MAX_FIELD_TEXTS, z.record(z.string().max(200), line(200)))),
})

/** The texts of a tool in other languages, with those of its input's fields by their dotted paths. */
export const toolTranslationsSchema = byLanguage(
  texts.extend({
    fields: optional(atMost(MAX_FIELD_TEXTS, z.record(z.string().min(1).max(200), fieldTexts))),
  }),
).refine(
  (translations) => JSON.stringify(translations).length <= MAX_SCHEMA_CHARS,
  `must be at most ${MAX_SCHEMA_CHARS} characters of JSON`,
)

function byLanguage<schema extends z.ZodType>(schema: schema) {
  const tag = z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'must be a language tag such as "ja"')
  return atMost(20, z.record(tag, schema), 'languages')
}

function atMost<value extends z.ZodType>(
  max: number,
  record: z.ZodRecord<z.ZodString, value>,
  what = 'texts',
) {
  return record.refine(
    (entries) => Object.keys(entries).length <= max,
    `must be at most ${max} ${what}`,
  )
}

/** Pictures of a server or a tool (MCP icons): no client may be led to anything but a picture. */
export const iconsSchema = z
  .array(
    z.strictObject({
      src: z
        .string()
        .max(16_384)
        .refine(
          (src) =>
            /^data:image\/[a-z0-9.+-]+[;,]/i.test(src) ||
            (URL.canParse(src) && new URL(src).protocol === 'https:'),
          'must be an https address or a picture in a data address',
        ),
      mimeType: optional(z.string().max(100)),
      sizes: optional(z.array(z.string().max(20)).max(10)),
      theme: optional(z.enum(['light', 'dark'])),
    }),
  )
  .max(10)

/** A scope's name (RFC 6749 §3.3). */
export const scopeName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x21\x23-\x5B\x5D-\x7E]+$/, 'must be a scope token (RFC 6749 §3.3)')

/** One tool of a manifest. */
export const toolSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_./-]{1,128}$/, 'must be 1 to 128 letters, digits, "_", "-", "." or "/"'),
  title: optional(z.string().max(200)),
  description: z.string().max(5000),
  inputSchema: objectSchema,
  outputSchema: optional(objectSchema),
  annotations: optional(jsonObject(MAX_SCHEMA_CHARS)),
  scopes: optional(z.array(scopeName).max(20)),
  icons: optional(iconsSchema),
  translations: optional(toolTranslationsSchema),
})

/** What makes a tool the tool that it is: a change of any of it is a change of the tool. */
export interface ToolDefinition {
  readonly name: string
  readonly title?: string | null | undefined
  readonly description: string
  readonly inputSchema: unknown
  readonly outputSchema?: unknown
  readonly annotations?: unknown
}

/** A tool as an open server lists it. */
export interface ListedTool extends ToolDefinition {
  /** What the server attached to it besides (`_meta`). */
  readonly meta?: Readonly<Record<string, unknown>> | undefined
}

/** A tool as the registry keeps it. */
export interface Tool extends ToolDefinition {
  readonly scopes: readonly string[]
  readonly translations: unknown
  readonly fingerprint: string
}

/**
 * Computes the fingerprint of a definition: SHA-256 over its canonical JSON, hex. The order of keys and fields
 * that are left out do not change it.
 */
export async function fingerprintTool(tool: ToolDefinition): Promise<string> {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool
  const text = canonicalJson({
    name,
    title: title ?? null,
    description,
    inputSchema,
    outputSchema: outputSchema ?? null,
    annotations: annotations ?? {},
  })
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** JSON text in which equal values are equal texts: keys sorted, nothing undefined. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
