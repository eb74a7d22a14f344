import { createFormValidator } from '@sjsf/cfworker-validator'
import type { Config, FormValue, FormValueValidator, Schema, Validator } from '@sjsf/form'
import { pathFromLocation } from '@sjsf/form/core'
import { failureText } from '#lib/text/failure-text.ts'
import { checkArguments, type ArgumentFailure } from './check-arguments.ts'
import { pruneEmpty } from './prune-empty.ts'

type FieldCheck = (config: Config, value: FormValue) => string[]

/** The form's validator: the form library's choices, our check, and our words for what fails. */
export function createArgumentsValidator(
  schema: unknown,
): Validator & FormValueValidator<unknown> & { validateFieldValue: FieldCheck } {
  return {
    isValid: createFormValidator().isValid,
    validateFormValue(_root: Schema, value: FormValue) {
      const plain = pruneEmpty(toPlain(value), schema) ?? {}
      const failures = checkArguments(schema, plain)
      if (failures.length === 0) return { value: plain }

      const errors = failures.map((failure) => ({
        path: pathOf(failure, plain),
        message: failureText(failure),
      }))
      return { value, errors }
    },
    validateFieldValue({ schema: field, required }, value) {
      const plain = toPlain(value)
      if (plain === undefined) return required ? [failureText(MISSING)] : []

      return checkArguments(field, plain)
        .filter(({ location }) => location === '#')
        .map(failureText)
    },
  }
}

const MISSING: ArgumentFailure = {
  location: '#',
  keyword: 'required',
  bound: undefined,
  property: undefined,
}

function pathOf({ location, property }: ArgumentFailure, value: unknown): (string | number)[] {
  const path = pathFromLocation(location, value)
  return property === undefined ? path : [...path, property]
}

function toPlain(value: FormValue): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
