// One bundle on Node, without anything else: `serve-on-node.mjs <bundle>`, with PORT.
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { serve } from '@hono/node-server'

const { default: worker } = await import(pathToFileURL(process.argv[2]).href)
const fetch = (request) => worker.fetch(request, {}, { waitUntil() {} })
serve({ fetch, hostname: '127.0.0.1', port: Number(process.env.PORT) })
