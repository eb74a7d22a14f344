import type { Translation } from '@sjsf/form'
import { fromRecord } from '@sjsf/form/lib/resolver'
import { m } from '#lib/paraglide/messages.js'

/** The words of the form library, in the reader's language. */
export function createFormTranslation(): Translation {
  return fromRecord({
    submit: () => m.run(),
    'array-schema-missing-items': () => m.form_no_items(),
    yes: () => m.yes(),
    no: () => m.no(),
    'multi-schema-option-label-with-title': ({ title, index }: { title: string; index: number }) =>
      m.form_option_of({ title, number: index + 1 }),
    'multi-schema-option-label': ({ index }: { index: number }) =>
      m.form_option({ number: index + 1 }),
    'add-array-item': () => m.form_add_item(),
    'copy-array-item': () => m.copy(),
    'move-array-item-up': () => m.form_up(),
    'move-array-item-down': () => m.form_down(),
    'remove-array-item': () => m.remove(),
    'add-object-property': () => m.form_add_property(),
    'remove-object-property': () => m.remove(),
    'validation-process-error': () => m.form_check_failed(),
    'component-not-found': () => m.form_cannot_show(),
    'key-input-title': () => m.form_key(),
    'additional-property': () => m.form_property(),
    'unknown-field-error': () => m.form_cannot_show(),
    edit: () => m.form_edit(),
    clear: () => m.form_clear(),
    expand: () => m.form_expand(),
  })
}
