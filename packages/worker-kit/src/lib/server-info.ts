import { toWireIcon } from './icon.ts'
import type { WorkerPlan } from './options.ts'

/** How a server names itself in every answer. */
export function toServerInfo<env>({ options }: WorkerPlan<env>) {
  const { name, version, title, description, websiteUrl, icons } = options
  return {
    name,
    version,
    description,
    ...(title === undefined ? {} : { title }),
    ...(websiteUrl === undefined ? {} : { websiteUrl }),
    ...(icons === undefined ? {} : { icons: icons.map(toWireIcon) }),
  }
}

/** What a server can do: nothing that it has none of. */
export function toCapabilities<env>(plan: WorkerPlan<env>): object {
  const { tools, resources, prompts } = plan
  return {
    logging: {},
    ...(tools.size > 0 && { tools: { listChanged: false } }),
    ...(resources.size > 0 && { resources: { listChanged: false } }),
    ...(prompts.size > 0 && { prompts: { listChanged: false } }),
    ...(canComplete(plan) && { completions: {} }),
  }
}

/** Whether a worker has suggestions for anything. */
export function canComplete<env>({ prompts, resources }: WorkerPlan<env>): boolean {
  return [...prompts.values(), ...resources.values()].some(
    ({ suggestions }) => suggestions.size > 0,
  )
}
