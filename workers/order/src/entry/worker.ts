import { createServerEntry } from '@toolgraph/house-server/worker'
import { order } from './server.ts'

export default createServerEntry(order)
