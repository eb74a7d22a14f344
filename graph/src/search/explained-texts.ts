import { findCategory } from '../registry/categories.ts'
import type { ExplainedText } from './explain.ts'
import { translationsOf } from './search-document.ts'
import type { ServerTexts, ToolTexts } from './search-index.ts'

/** The texts of a server in the order in which they say what it is. */
export function textsOfServer(server: ServerTexts): ExplainedText[] {
  const { name, title, description, categories, tags, tools } = server
  const translations = translationsOf(server.translations)
  const filing = categories.map((slug) => [
    slug,
    ...Object.values(findCategory(slug)?.titles ?? {}),
  ])
  return [
    { field: 'name', text: join([name, title, ...translations.map((texts) => texts.title)]) },
    ...tools.map((tool) => toText(tool, tool.name)),
    { field: 'category', text: join([...filing.flat(), ...tags]) },
    {
      field: 'description',
      text: join([description, ...translations.map((texts) => texts.description)]),
    },
  ]
}

/** The texts of a tool. */
export function textsOfTool(tool: ToolTexts): ExplainedText[] {
  const { name, title, description } = tool
  const translations = translationsOf(tool.translations)
  return [
    { field: 'name', text: join([name, title, ...translations.map((texts) => texts.title)]) },
    {
      field: 'description',
      text: join([description, ...translations.map((texts) => texts.description)]),
    },
  ]
}

function toText(tool: ToolTexts, name: string): ExplainedText {
  return { field: 'tool', tool: name, text: join(textsOfTool(tool).map(({ text }) => text)) }
}

function join(texts: readonly (string | null)[]): string {
  return texts.filter(Boolean).join(' . ')
}
