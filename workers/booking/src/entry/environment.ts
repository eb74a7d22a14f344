import { serverEnvironment } from '@toolgraph/house-server'
import { booking } from './server.ts'

/** What booking reads from its environment. */
export const environment = serverEnvironment(booking)
