import { serverEnvironment } from '@toolgraph/house-server'
import { order } from './server.ts'

/** What order reads from its environment. */
export const environment = serverEnvironment(order)
