import { tooManyForms } from './errors.ts'
import type { Form } from './form.ts'
import { parseFormSchema } from './form-schema.ts'
import type { FormContext } from './form-store.ts'

/** How many forms a person may have. */
export const MAX_FORMS = 100

/** What somebody wants to ask. */
export interface FormWish {
  subject: string
  title: string
  /** Not yet checked. */
  schema: unknown
  isShared: boolean
}

/**
 * Creates a form, which belongs to the person.
 *
 * @throws FormError When its schema is none, or the person has too many
 */
export async function createForm(context: FormContext, wish: FormWish): Promise<Form> {
  const schema = parseFormSchema(wish.schema)
  if ((await context.forms.countOwn(wish.subject)) >= MAX_FORMS) throw tooManyForms(MAX_FORMS)
  return context.forms.create({ ...wish, schema, createdAt: new Date(context.now()) })
}
