import type { Answers, Form, Submission } from './form.ts'

/** What verbs work with. */
export interface FormContext {
  readonly forms: FormStore
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Keeps forms and what was submitted to them. */
export interface FormStore {
  create(form: Omit<Form, 'id' | 'closedAt'>): Promise<Form>
  find(id: string): Promise<Form | undefined>
  /** A person's own forms, the newest first. */
  listOwn(subject: string, limit: number): Promise<Form[]>
  countOwn(subject: string): Promise<number>
  /** Closes a form that is open. Closing twice keeps the first time. */
  close(id: string, at: Date): Promise<Form | undefined>
  /** Stores answers that were checked, unless the form is closed or gone: then `undefined`. */
  submit(submission: NewSubmission): Promise<Submission | undefined>
  /** Submissions in the order in which they came. */
  listSubmissions(page: SubmissionPage): Promise<Submission[]>
  countSubmissions(formId: string): Promise<number>
}

/** Answers on their way into the tables. */
export interface NewSubmission {
  formId: string
  subject: string
  answers: Answers
  submittedAt: Date
}

/** Which submissions of a form. */
export interface SubmissionPage {
  formId: string
  /** Only those after this one. */
  after?: string
  limit: number
}
