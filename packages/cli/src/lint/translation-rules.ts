import type { Manifest, ManifestTool, ToolTranslation, Translation } from '@toolgraph/worker'
import { fieldsOf, type Field } from './fields.ts'
import { error, warning, type Found } from './rule.ts'

/** A language that is begun is complete: server, scopes, tools, and the fields of the tools. */
export function* translationComplete(manifest: Manifest): Generator<Found> {
  const { title, description, scopes, tools, translations: server = {} } = manifest
  for (const tag of languagesOf(manifest)) {
    yield* missing(
      'translations',
      'The server',
      tag,
      missingTexts({ title, description }, server[tag]),
    )
    for (const { name, descriptions } of scopes)
      if (!descriptions?.[tag])
        yield warning(`scopes.${name}.${tag}`, `Scope "${name}" has no reason in "${tag}"`)
    const hasFields = tools.some((tool) => textsOf(tool)[tag]?.fields !== undefined)
    for (const tool of tools) {
      const texts = textsOf(tool)[tag]
      const lacking = [
        ...missingTexts(tool, texts),
        ...(hasFields
          ? fieldsOf(tool.inputSchema).flatMap((field) => lackingIn(field, texts))
          : []),
      ]
      yield* missing(`tools.${tool.name}.translations`, `Tool "${tool.name}"`, tag, lacking)
    }
  }
}

/** A translation names a field that is there. */
export function* translationPlace({ tools }: Manifest): Generator<Found> {
  for (const tool of tools) {
    const known = new Map(fieldsOf(tool.inputSchema).map((field) => [field.path, field]))
    for (const [tag, { fields = {} }] of Object.entries(textsOf(tool)))
      for (const [path, texts] of Object.entries(fields)) {
        const { options = {} } = texts ?? {}
        const field = known.get(path)
        const place = `tools.${tool.name}.translations.${tag}.fields.${path}`
        if (!field)
          yield error(
            place,
            `Tool "${tool.name}": it has no field "${path}" to translate into "${tag}"`,
          )
        const stray = Object.keys(options).find(
          (option) => field && !field.options.includes(option),
        )
        if (stray !== undefined)
          yield error(place, `Tool "${tool.name}": its field "${path}" has no option "${stray}"`)
      }
  }
}

/** Every language that a manifest says something in, besides English. */
function languagesOf({ translations = {}, scopes, tools }: Manifest): string[] {
  const tags = [
    ...Object.keys(translations),
    ...scopes.flatMap(({ descriptions = {} }) => Object.keys(descriptions)),
    ...tools.flatMap((tool) => Object.keys(textsOf(tool))),
  ]
  return [...new Set(tags)].toSorted()
}

function textsOf({ translations = {} }: ManifestTool): Readonly<Record<string, ToolTranslation>> {
  return translations
}

function* missing(
  place: string,
  owner: string,
  tag: string,
  lacking: readonly string[],
): Generator<Found> {
  if (lacking.length > 0)
    yield warning(`${place}.${tag}`, `${owner} lacks in "${tag}": ${lacking.join(', ')}`)
}

/** Which of the texts that there are in English are not there. */
function missingTexts(
  english: Partial<Record<keyof Translation, unknown>>,
  texts: Translation = {},
): string[] {
  const keys = ['title', 'description'] as const
  return keys.filter((key) => english[key] && !texts[key])
}

function lackingIn(field: Field, texts: ToolTranslation = {}): string[] {
  const { options, ...own } = texts.fields?.[field.path] ?? {}
  const lacking = missingTexts(field, own).map((key) => `${key} of field "${field.path}"`)
  const unsaid = options ? field.options.filter((option) => !options[option]) : []
  return [...lacking, ...unsaid.map((option) => `option "${option}" of field "${field.path}"`)]
}
