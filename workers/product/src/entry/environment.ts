import { serverEnvironment } from '@toolgraph/house-server'
import { product } from './server.ts'

/** What product reads from its environment. */
export const environment = serverEnvironment(product)
