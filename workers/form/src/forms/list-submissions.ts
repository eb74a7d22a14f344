import type { Submission } from './form.ts'
import type { FormContext } from './form-store.ts'
import type { Form } from './form.ts'
import { getOwnForm, type FormRequest } from './get-form.ts'

/** Which page of a form's submissions. */
export interface PageRequest extends FormRequest {
  /** Where the page before ended. */
  after?: string
  limit: number
}

/** Some submissions of a form. */
export interface Page {
  form: Form
  submissions: Submission[]
  /** Set: there are more after this one. */
  next: string | undefined
}

/**
 * Lists submissions of a person's own form in the order in which they came.
 *
 * @throws FormError When the form is not theirs
 */
export async function listSubmissions(
  context: Pick<FormContext, 'forms'>,
  { after, limit, ...request }: PageRequest,
): Promise<Page> {
  const form = await getOwnForm(context, request)
  const from = after === undefined ? {} : { after }
  // One more than asked for, to know whether there are more.
  const page = { formId: form.id, ...from, limit: limit + 1 }
  const found = await context.forms.listSubmissions(page)
  const submissions = found.slice(0, limit)
  return { form, submissions, next: found.length > limit ? submissions.at(-1)?.id : undefined }
}
