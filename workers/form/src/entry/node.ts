import { runServer } from '@toolgraph/house-server/node'
import { form } from './server.ts'

runServer(form)
