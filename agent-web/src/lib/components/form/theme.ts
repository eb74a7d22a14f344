import '@sjsf/basic-theme/extra-widgets/checkboxes-include'
import '@sjsf/form/fields/extra-fields/enum-include'
import '@sjsf/form/fields/extra-fields/multi-enum-include'
import { theme as basicTheme } from '@sjsf/basic-theme'
import { overrideByRecord } from '@sjsf/form/lib/resolver'
import AnyField from './AnyField.svelte'
import TextField from './TextField.svelte'

/** The form library's parts, with our own controls for text and for any value. */
export const theme = overrideByRecord(basicTheme, {
  textWidget: TextField,
  unknownField: AnyField,
})
