import { runServer } from '@toolgraph/house-server/node'
import { product } from './server.ts'

runServer(product)
