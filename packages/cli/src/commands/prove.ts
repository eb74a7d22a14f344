import { CodedError } from '@toolgraph/errors'
import { Argument, Command } from 'commander'
import * as z from 'zod'
import { askGraph } from '../graph/ask-graph.ts'
import { CliError } from '../lib/cli-error.ts'
import { findGraph } from '../lib/graph-address.ts'
import { reporting, type Report } from '../lib/report.ts'
import { printable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'
import {
  makeProof,
  PROOF_METHODS,
  withProofOptions,
  type ProofMethod,
  type ProofOptions,
} from '../proofs/make-proof.ts'
import { findAccess } from '../sign-in/find-access.ts'
import { signIn } from '../sign-in/sign-in.ts'
import { PUBLISHING_SCOPES } from './login.ts'

interface Options extends ProofOptions {
  graph?: string
  owner?: string
  namespace?: string
  browser: boolean
}

/** `toolgraph prove <method>`: gives a namespace to the person, or to an organization of theirs. */
export function proveCommand(world: World): Command {
  const command = new Command('prove')
    .description('prove to the graph that a namespace is yours, or an organization’s')
    .addArgument(new Argument('<method>', 'what proves it').choices(PROOF_METHODS))
    .option(
      '--graph <url>',
      'the graph (default: TOOLGRAPH_GRAPH, or toolgraph.graph in package.json)',
    )
    .option('--owner <slug>', 'the organization that shall have it (default: yourself)')
    .option('--namespace <name>', 'github: that of an organization, such as "io.github.acme"')
    .option('--no-browser', 'only print the address for signing in, where that is needed')
  return withProofOptions(command).action(
    reporting(world, (method: ProofMethod, options: Options) => prove(method, options, world)),
  )
}

const MUTATION = `mutation Prove($input: ProveNamespaceInput!) {
  proveNamespace(input: $input) {
    ... on ProveNamespaceSuccess { namespace { namespace includesChildren provenUntil owner { name } } }
    ... on Refusal { code message }
  }
}`

const provenSchema = z.object({
  proveNamespace: z.union([
    z.object({
      namespace: z.object({
        namespace: z.string(),
        includesChildren: z.boolean(),
        provenUntil: z.string().nullable(),
        owner: z.object({ name: z.string() }),
      }),
    }),
    z.object({ code: z.string(), message: z.string() }),
  ]),
})

async function prove(method: ProofMethod, options: Options, world: World): Promise<Report> {
  const { graph, mcp } = findGraph(options.graph, world)
  const found = await findAccess(mcp, world)
  const isEnough = PUBLISHING_SCOPES.every((scope) => found?.scopes.includes(scope))
  const access =
    found && isEnough
      ? found
      : await signIn({ url: mcp, scopes: PUBLISHING_SCOPES, opensBrowser: options.browser }, world)
  const token = access.accessToken
  const ownerId = options.owner && (await findOwnerId(graph, options.owner, token, world))

  // Made last: it is good for seconds.
  const { method: _word, ...proof } = await makeProof(
    method,
    { ...options, audience: graph },
    world,
  )
  const input = {
    ...proof,
    method: method.replace('-', '_'),
    ...(options.namespace && { namespace: options.namespace }),
    ...(ownerId && { ownerId }),
  }
  const operation = { query: MUTATION, variables: { input }, data: provenSchema, token }
  const { proveNamespace: result } = await askGraph(graph, operation, world)
  if ('code' in result) throw new CodedError(result.code, printable(result.message))

  const { namespace, includesChildren, provenUntil, owner } = result.namespace
  const below = includesChildren ? ' and all below it' : ''
  return {
    data: { graph, namespace, includesChildren, provenUntil, owner: owner.name },
    text: `${namespace}/*${below} is ${printable(owner.name)}'s at ${graph}`,
  }
}

const ownerSchema = z.object({ owner: z.object({ id: z.string() }).nullable() })

async function findOwnerId(
  graph: string,
  slug: string,
  token: string,
  world: World,
): Promise<string> {
  const query = 'query ($slug: String) { owner(slug: $slug) { id } }'
  const operation = { query, variables: { slug }, data: ownerSchema, token }
  const { owner } = await askGraph(graph, operation, world)
  if (owner) return owner.id
  throw new CliError('ERR_GRAPH_FAILED', `Cannot find the organization "${slug}" at "${graph}"`)
}
