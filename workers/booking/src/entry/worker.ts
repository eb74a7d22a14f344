import { createServerEntry } from '@toolgraph/house-server/worker'
import { booking } from './server.ts'

export default createServerEntry(booking)
