import { parseScopes } from '@toolgraph/mcp-client'

import { effectOf } from '#lib/schema/effect-of.ts'
import type { Effect, ScopeChoiceView } from '#lib/view.ts'

/** What the registry says of a server's scopes. */
interface DeclaredScopes {
  scopes: readonly { name: string; description: string }[]
  tools: readonly { annotations: unknown; scopes: readonly string[] }[]
}

/**
 * The permissions that a person chooses from before going to the consent page: what the server declares,
 * what is granted, and what a tool has just asked for.
 *
 * @param options `granted`: of the present connection; `asked`: empty when linking anew, then everything
 *   declared is proposed
 */
export function toScopeChoices(
  declared: DeclaredScopes,
  { granted, asked }: { granted: readonly string[]; asked: readonly string[] },
): ScopeChoiceView[] {
  const names = declared.scopes.map((scope) => scope.name)
  const isChange = granted.length > 0 || asked.length > 0
  return parseScopes([...names, ...granted, ...asked]).map((name) => ({
    name,
    description: declared.scopes.find((scope) => scope.name === name)?.description ?? '',
    kind: kindOf(name, declared.tools),
    selected: !isChange || granted.includes(name) || asked.includes(name),
    isNew: granted.length > 0 && !granted.includes(name),
  }))
}

/** By what the tools that need it do; where none says so, by its name. */
function kindOf(name: string, tools: DeclaredScopes['tools']): Effect {
  const effects = tools
    .filter((tool) => tool.scopes.includes(name))
    .map((tool) => effectOf(tool.annotations))
  if (effects.includes('write')) return 'write'
  if (effects.length > 0 && effects.every((effect) => effect === 'read')) return 'read'
  if (/(?:^|[.:/_-])(?:read|readonly|view|list)$/i.test(name)) return 'read'
  return /(?:^|[.:/_-])(?:write|readwrite|edit|manage|admin|delete)$/i.test(name)
    ? 'write'
    : 'other'
}
