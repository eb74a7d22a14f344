import { formNotFound } from './errors.ts'
import type { Form } from './form.ts'
import type { FormContext } from './form-store.ts'
import { getOwnForm, type FormRequest } from './get-form.ts'

/**
 * Closes a person's own form: it takes no submissions any more. Doing it again changes nothing.
 *
 * @throws FormError When it is not theirs
 */
export async function closeForm(context: FormContext, request: FormRequest): Promise<Form> {
  const { id } = await getOwnForm(context, request)
  const closed = await context.forms.close(id, new Date(context.now()))
  if (closed === undefined) throw formNotFound(id)
  return closed
}
