export { createNodeFetch, type NodeFetchOptions, type Resolve } from './lib/create-node-fetch.ts'
