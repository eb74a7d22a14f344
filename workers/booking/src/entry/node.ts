import { runServer } from '@toolgraph/house-server/node'
import { booking } from './server.ts'

runServer(booking)
