import '@sjsf/basic-theme/extra-widgets/checkboxes-include'
import '@sjsf/form/fields/extra-fields/enum-include'
import '@sjsf/form/fields/extra-fields/multi-enum-include'
import { theme as basicTheme } from '@sjsf/basic-theme'
import { overrideByRecord } from '@sjsf/form/lib/resolver'
import TextField from './TextField.svelte'

/** The form library's parts, with our own control for text. */
export const theme = overrideByRecord(basicTheme, { textWidget: TextField })
