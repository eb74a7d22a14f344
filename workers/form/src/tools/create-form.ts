import { isPlainText } from '@toolgraph/house-server'
import { defineTool, getUser, type ToolContext } from '@toolgraph/worker'
import * as z from 'zod'
import { createForm } from '../forms/create-form.ts'
import type { FormEnvironment } from './environment.ts'
import { formSchema, toForm } from './schemas.ts'

export const createFormTool = defineTool({
  name: 'create_form',
  title: 'Create a form',
  description:
    'Creates a form from a JSON Schema 2020-12 of its answers: an object of text, numbers, yes-or-no, lists and groups, without $ref. A shared form can be filled in by anybody who knows its id.',
  translations: {
    ja: {
      title: 'フォームを作る',
      description:
        '回答のJSON Schema 2020-12からフォームを作ります。テキスト、数値、はい・いいえ、リスト、グループが使えます。共有したフォームは、IDを知る人がだれでも回答できます。',
      fields: {
        title: { title: 'タイトル', description: '何についてのフォームか' },
        schema: {
          title: 'スキーマ',
          description:
            '回答のJSON Schema: type "object" と properties。テキスト（enum、format、minLength、maxLength）、数値（minimum、maximum）、はい・いいえ、それらのリスト、グループが使えます',
        },
        shared: { title: '共有', description: 'IDを知る人がだれでも回答できるようにします' },
      },
    },
  },
  input: z.object({
    title: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .refine(isPlainText, 'must be plain text in one line')
      .meta({ title: 'Title', description: 'What the form is about', examples: ['Summer party'] }),
    schema: z.record(z.string(), z.unknown()).meta({
      title: 'Schema',
      description:
        'JSON Schema of the answers: type "object" with properties; strings (enum, format, minLength, maxLength), numbers (minimum, maximum), booleans, arrays of those, objects',
      examples: [
        {
          type: 'object',
          properties: {
            name: { type: 'string', title: 'Your name', minLength: 1 },
            guests: { type: 'integer', minimum: 0, maximum: 5 },
          },
          required: ['name'],
        },
      ],
    }),
    shared: z
      .boolean()
      .default(false)
      .meta({ title: 'Shared', description: 'Lets anybody who knows the id fill it in' }),
  }),
  output: z.object({ form: formSchema }),
  scopes: ['form:write'],
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  },
  run: async ({ title, schema, shared }, context: ToolContext<FormEnvironment>) => {
    const { subject } = getUser(context)
    return {
      form: toForm(await createForm(context.env, { subject, title, schema, isShared: shared })),
    }
  },
})
