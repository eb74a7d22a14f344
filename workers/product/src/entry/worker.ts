import { createServerEntry } from '@toolgraph/house-server/worker'
import { product } from './server.ts'

export default createServerEntry(product)
