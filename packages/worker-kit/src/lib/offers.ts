import type { WorkerPlan } from './options.ts'
import type { RegisteredResource } from './registered-resource.ts'

/** What a worker offers: a tool, a resource or a prompt. */
export interface Offer {
  readonly name: string
  readonly scopes: readonly string[]
}

/** Everything that a worker offers. */
export function listOffers<env>({ tools, resources, prompts }: WorkerPlan<env>): Offer[] {
  return [...tools.values(), ...resources.values(), ...prompts.values()]
}

/** How much a worker offers: it grows, while an author adds to the chain. */
export function countOffers<env>({ tools, resources, prompts }: WorkerPlan<env>): number {
  return tools.size + resources.size + prompts.size
}

/** The resource of an address: a fixed one first, then the first template that has its form. */
export function findResource<env>(
  { resources }: WorkerPlan<env>,
  uri: string,
): RegisteredResource<env> | undefined {
  const fixed = resources.get(uri)
  if (fixed !== undefined && !fixed.isTemplate) return fixed
  for (const resource of resources.values()) {
    if (resource.isTemplate && resource.matches(uri)) return resource
  }
  return undefined
}

/** What a message asks for suggestions about: a prompt by name, a resource by address or template. */
export function findCompletable<env>(plan: WorkerPlan<env>, ref: unknown) {
  const { type, name, uri } = Object(ref)
  if (type === 'ref/prompt' && typeof name === 'string') return plan.prompts.get(name)
  if (type === 'ref/resource' && typeof uri === 'string') {
    return plan.resources.get(uri) ?? findResource(plan, uri)
  }
  return undefined
}

/** What the messages of a body call; a batch of 2025 may call several. */
export function listCalled<env>(plan: WorkerPlan<env>, body: unknown): Offer[] {
  return [body].flat().flatMap((message) => findCalled(plan, message) ?? [])
}

function findCalled<env>(plan: WorkerPlan<env>, message: unknown): Offer | undefined {
  const { method, params } = Object(message)
  const { name, uri, ref } = Object(params)
  if (method === 'tools/call') return typeof name === 'string' ? plan.tools.get(name) : undefined
  if (method === 'prompts/get') return typeof name === 'string' ? plan.prompts.get(name) : undefined
  if (method === 'resources/read')
    return typeof uri === 'string' ? findResource(plan, uri) : undefined
  return method === 'completion/complete' ? findCompletable(plan, ref) : undefined
}
