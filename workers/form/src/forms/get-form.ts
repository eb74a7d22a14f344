import { formNotFound } from './errors.ts'
import type { Form } from './form.ts'
import type { FormContext } from './form-store.ts'

/** Whose eyes, and which form. */
export interface FormRequest {
  subject: string
  id: string
}

/**
 * Gets a form that a person may fill in: their own, or one that is shared.
 *
 * @throws FormError When there is none for them
 */
export async function getForm(
  { forms }: Pick<FormContext, 'forms'>,
  { subject, id }: FormRequest,
): Promise<Form> {
  const form = await forms.find(id)
  if (form === undefined || !(form.isShared || form.subject === subject)) throw formNotFound(id)
  return form
}

/**
 * Gets a form that belongs to a person.
 *
 * @throws FormError When it is not theirs, shared or not
 */
export async function getOwnForm(
  context: Pick<FormContext, 'forms'>,
  request: FormRequest,
): Promise<Form> {
  const form = await getForm(context, request)
  if (form.subject !== request.subject) throw formNotFound(request.id)
  return form
}
