import type { HouseServer } from '@toolgraph/house-server'
import type { InferTools } from '@toolgraph/worker'
import { createFormWorker } from '../app.ts'
import { createFormStore } from '../storage/form-store.ts'
import type { FormEnvironment } from '../tools/environment.ts'

/** How form is run, wherever that is. */
export const form: HouseServer<FormEnvironment, InferTools<ReturnType<typeof createFormWorker>>> = {
  name: 'form',
  port: 4304,
  createWorker: createFormWorker,
  openEnvironment: (base, database) => ({ ...base, forms: createFormStore(database) }),
}
