import { visibleTo } from '../../storage/visible-to.ts'
import { builder } from '../builder.ts'
import { translate, translateFields } from '../translate.ts'

/** A tool as the graph shows it. */
export const ToolRef = builder.prismaNode('McpTool', {
  name: 'Tool',
  description: 'A tool that the publisher declared, or that our own probe read.',
  id: { field: 'id' },
  select: { id: true },
  nullable: true,
  findUnique: (id, { viewer }) => ({ id, AND: visibleTo(viewer).McpTool }),
  fields: (t) => ({
    name: t.exposeString('name'),
    title: t.string({
      nullable: true,
      args: { locale: t.arg.string() },
      select: { title: true, translations: true },
      resolve: (tool, { locale }) => translate(tool.translations, 'title', locale) ?? tool.title,
    }),
    description: t.string({
      args: { locale: t.arg.string() },
      select: { description: true, translations: true },
      resolve: (tool, { locale }) =>
        translate(tool.translations, 'description', locale) ?? tool.description,
    }),
    fieldTexts: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The publisher\'s texts of the input\'s fields, by dotted path: `{ room: { title, description, options: { a: "…" } } }`. Null where there are none in the language.',
      args: { locale: t.arg.string({ required: true }) },
      select: { translations: true },
      resolve: ({ translations }, { locale }) => translateFields(translations, locale),
    }),
    inputSchema: t.expose('inputSchema', { type: 'JSON' }),
    outputSchema: t.expose('outputSchema', { type: 'JSON', nullable: true }),
    annotations: t.expose('annotations', { type: 'JSON' }),
    scopes: t.exposeStringList('scopes'),
    fingerprint: t.exposeString('fingerprint', {
      description: 'SHA-256 over the whole definition: it changes when the tool does.',
    }),
    server: t.relation('server'),
  }),
})
