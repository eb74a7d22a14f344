import * as z from 'zod'

/** A field that others may have filled with anything: what is not of this shape counts as left out. */
function lenient<schema extends z.ZodType>(schema: schema) {
  return schema.optional().catch(undefined)
}

const text = lenient(z.string())

const inputSchema = z.looseObject({
  name: text,
  description: text,
  value: text,
  default: text,
  placeholder: text,
  format: text,
  choices: lenient(z.array(z.string())),
  isRequired: lenient(z.boolean()),
  isSecret: lenient(z.boolean()),
})

const argumentSchema = inputSchema.extend({ type: text, valueHint: text })

/** An item that is nothing keeps its place: an issue names items by their index. */
const inputs = lenient(z.array(inputSchema.catch({})))
const args = lenient(z.array(argumentSchema.catch({})))

const transportSchema = z.looseObject({
  type: text,
  url: text,
  headers: inputs,
  variables: lenient(z.record(z.string(), z.unknown())),
})

const packageSchema = z.looseObject({
  registryType: text,
  registryBaseUrl: text,
  identifier: text,
  version: text,
  fileSha256: text,
  runtimeHint: text,
  transport: lenient(transportSchema),
  runtimeArguments: args,
  packageArguments: args,
  environmentVariables: inputs,
})

/**
 * Reads any `server.json`, however old or odd: what is not of its shape counts as left out, what is not known stays.
 * It is for reading; whether a file is right is what `validateServerJson` says.
 */
export const serverJsonSchema = z.looseObject({
  $schema: text,
  name: text,
  title: text,
  description: text,
  version: text,
  websiteUrl: text,
  repository: lenient(z.looseObject({ url: text, source: text, id: text, subfolder: text })),
  icons: lenient(z.array(z.looseObject({ src: text, mimeType: text }).catch({}))),
  packages: lenient(z.array(packageSchema.catch({}))),
  remotes: lenient(z.array(transportSchema.catch({}))),
  _meta: lenient(z.record(z.string(), z.unknown())),
})

/** What a `server.json` says, as far as it can be read. */
export type ServerJson = z.output<typeof serverJsonSchema>
