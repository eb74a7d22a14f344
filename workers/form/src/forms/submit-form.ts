import { checkAnswers } from './check-answers.ts'
import { answersInvalid, formClosed, formFull } from './errors.ts'
import type { Answers, Submission } from './form.ts'
import type { FormContext } from './form-store.ts'
import { getForm, type FormRequest } from './get-form.ts'

/** How many submissions a form takes. */
const MAX_SUBMISSIONS = 10_000

/**
 * Submits answers to a form.
 *
 * @throws FormError When it is closed, full, or not there, or which answers do not fit and why
 */
export async function submitForm(
  context: FormContext,
  { answers, ...request }: FormRequest & { answers: Answers },
): Promise<Submission> {
  const { forms, now } = context
  const { id: formId, schema, closedAt } = await getForm(context, request)
  if (closedAt !== undefined) throw formClosed(formId)
  const faults = checkAnswers(schema, answers)
  if (faults.length > 0) throw answersInvalid(formId, faults)
  const count = await forms.countSubmissions(formId)
  if (count >= MAX_SUBMISSIONS) throw formFull(formId, MAX_SUBMISSIONS)

  const { subject } = request
  const submission = await forms.submit({ formId, subject, answers, submittedAt: new Date(now()) })
  // It was closed in this very moment.
  if (submission === undefined) throw formClosed(formId)
  return submission
}
