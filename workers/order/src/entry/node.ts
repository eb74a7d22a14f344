import { runServer } from '@toolgraph/house-server/node'
import { order } from './server.ts'

runServer(order)
