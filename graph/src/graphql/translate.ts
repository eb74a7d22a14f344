import * as z from 'zod'

const fieldsSchema = z.record(
  z.string(),
  z.object({
    title: z.string().optional(),
    description: z.string().optional(),
    options: z.record(z.string(), z.string()).optional(),
  }),
)

const translationsSchema = z.record(
  z.string(),
  z.object({ title: z.string().optional(), description: z.string().optional() }),
)

/**
 * Picks a text in the reader's language.
 *
 * @param translations The row's `{ ja: { title, description } }`
 * @param locale A language tag such as `ja` or `ja-JP`; `null` for the original
 */
export function translate(
  translations: unknown,
  part: 'title' | 'description',
  locale: string | null | undefined,
): string | undefined {
  if (!Object.hasOwn(Object(translations), toLanguage(locale))) return undefined
  const parsed = translationsSchema.safeParse(translations)
  return parsed.success ? pickLanguage(parsed.data, locale)?.[part] : undefined
}

/** The texts of a tool's fields in the reader's language, by their dotted paths. */
export type FieldTexts = z.output<typeof fieldsSchema>

/** Picks the texts of a tool's fields in the reader's language. */
export function translateFields(
  translations: unknown,
  locale: string | null | undefined,
): FieldTexts | undefined {
  const parsed = z.record(z.string(), z.unknown()).safeParse(translations)
  if (!parsed.success) return undefined
  const { fields }: { fields?: unknown } = Object(pickLanguage(parsed.data, locale))
  return fieldsSchema.safeParse(fields).data
}

function pickLanguage<texts>(
  translations: Record<string, texts>,
  locale: string | null | undefined,
): texts | undefined {
  const language = toLanguage(locale)
  return Object.hasOwn(translations, language) ? translations[language] : undefined
}

function toLanguage(locale: string | null | undefined): string {
  return locale?.split('-')[0]?.toLowerCase() ?? ''
}
