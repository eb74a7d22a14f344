import * as z from 'zod'
import { forbidden } from '../ownership/errors.ts'
import { isAllowed } from '../ownership/permissions.ts'
import { serverNotFound } from './errors.ts'
import { parseInput } from './parse-input.ts'
import type { RegistryContext } from './registry.ts'
import { assertScope } from './viewer.ts'

/**
 * Takes a server of the viewer's out of the registry. Its name stays theirs: publishing it again brings it back.
 *
 * @throws RegistryError, AccessError
 */
export async function withdrawServer(
  context: RegistryContext,
  { serverId }: { serverId: string },
): Promise<{ serverId: string }> {
  const viewer = assertScope(context.viewer, 'servers:write')
  const server = await context.registry.find(viewer, {
    id: parseInput(z.uuid(), serverId, 'the id'),
  })
  if (!server) throw serverNotFound(serverId)

  return context.registry.change({ viewer, name: server.name }, async (edit, known) => {
    if (!known || known.id !== server.id) throw serverNotFound(serverId)
    if (!isAllowed(context, known.role, 'server.withdraw'))
      throw forbidden('server.withdraw', known.name)
    await edit.withdraw(known.id, context.now())
    await edit.append(known.id, { kind: 'withdrawn' })
    return { serverId: known.id }
  })
}
