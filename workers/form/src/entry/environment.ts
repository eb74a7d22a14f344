import { serverEnvironment } from '@toolgraph/house-server'
import { form } from './server.ts'

/** What form reads from its environment. */
export const environment = serverEnvironment(form)
