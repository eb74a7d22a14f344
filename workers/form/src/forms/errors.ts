import { CodedError } from '@toolgraph/errors'

/** Why a verb of form refuses. */
export type FormErrorCode =
  | 'ERR_SCHEMA_INVALID'
  | 'ERR_TOO_MANY_FORMS'
  | 'ERR_FORM_NOT_FOUND'
  | 'ERR_FORM_CLOSED'
  | 'ERR_FORM_FULL'
  | 'ERR_ANSWERS_INVALID'

/** A refusal that the caller can act on. */
export class FormError extends CodedError<FormErrorCode> {
  override readonly name = 'FormError'
}

/** One place and what is wrong there: `address.city: is required`. */
export interface Fault {
  /** The names of the fields with dots; empty for the whole. */
  path: string
  message: string
}

const MAX_FAULTS = 10

export function schemaInvalid(faults: readonly Fault[]): FormError {
  return new FormError('ERR_SCHEMA_INVALID', `Cannot create a form: ${toSentence(faults)}`)
}

export function tooManyForms(most: number): FormError {
  return new FormError('ERR_TOO_MANY_FORMS', `Cannot create a form: you have ${most} already`)
}

/** Says the same of a form that is somebody else's: who asks learns nothing of it. */
export function formNotFound(id: string): FormError {
  return new FormError('ERR_FORM_NOT_FOUND', `Cannot find form "${id}"`)
}

export function formClosed(id: string): FormError {
  return new FormError('ERR_FORM_CLOSED', `Cannot submit to form "${id}": it is closed`)
}

export function formFull(id: string, most: number): FormError {
  return new FormError('ERR_FORM_FULL', `Cannot submit to form "${id}": it has ${most} submissions`)
}

export function answersInvalid(id: string, faults: readonly Fault[]): FormError {
  return new FormError(
    'ERR_ANSWERS_INVALID',
    `Cannot submit to form "${id}": ${toSentence(faults)}`,
  )
}

function toSentence(faults: readonly Fault[]): string {
  return faults
    .slice(0, MAX_FAULTS)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ')
}
