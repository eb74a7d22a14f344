import { createServerEntry } from '@toolgraph/house-server/worker'
import { form } from './server.ts'

export default createServerEntry(form)
