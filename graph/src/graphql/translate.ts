import * as z from 'zod'

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
  if (!locale) return undefined
  const parsed = translationsSchema.safeParse(translations)
  if (!parsed.success) return undefined
  const language = locale.split('-')[0]?.toLowerCase() ?? ''
  return Object.hasOwn(parsed.data, language) ? parsed.data[language]?.[part] : undefined
}
