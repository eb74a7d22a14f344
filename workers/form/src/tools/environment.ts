import type { ServerEnvironment } from '@toolgraph/house-server'
import type { FormStore } from '../forms/form-store.ts'

/** What the tools of form read. */
export interface FormEnvironment extends ServerEnvironment {
  readonly forms: FormStore
}
