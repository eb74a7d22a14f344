import * as z from 'zod'
import { forbidden } from '../ownership/errors.ts'
import { isAllowed } from '../ownership/permissions.ts'
import { serverNotFound } from './errors.ts'
import { parseInput } from './parse-input.ts'
import type { RegistryContext } from './registry.ts'
import { updateServerSchema } from './server.ts'
import { assertScope } from './viewer.ts'

/**
 * Changes what a server of the viewer's says of itself, without a new version.
 *
 * @throws RegistryError, AccessError
 */
export async function updateServer(
  context: RegistryContext,
  { serverId, input }: { serverId: string; input: unknown },
): Promise<{ serverId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const changes = parseInput(updateServerSchema, input, 'the changes')
  const server = await context.registry.find(viewer, {
    id: parseInput(z.uuid(), serverId, 'the id'),
  })
  if (!server) throw serverNotFound(serverId)

  return context.registry.change({ viewer, name: server.name }, async (edit, known) => {
    if (!known || known.id !== server.id) throw serverNotFound(serverId)
    if (!isAllowed(context, known.role, 'server.edit')) throw forbidden('server.edit', known.name)
    if (changes.visibility && changes.visibility !== known.visibility) {
      if (!isAllowed(context, known.role, 'server.visibility'))
        throw forbidden('server.visibility', known.name)
    }
    await edit.update(known.id, changes)
    await edit.append(known.id, { kind: 'updated' })
    return { serverId: known.id }
  })
}
