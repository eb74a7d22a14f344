import { effectOf } from '#lib/schema/effect-of.ts'
import type { ToolGroupView, ToolView } from '#lib/view.ts'

const CATEGORIES = ['read', 'write', 'other'] as const

/** A connection's tools by what they say they do; groups without tools are left out. */
export function toToolGroups(tools: readonly ToolView[]): ToolGroupView[] {
  return CATEGORIES.map((category) => ({
    category,
    tools: tools.filter((tool) => effectOf(tool.annotations) === category),
  })).filter((group) => group.tools.length > 0)
}
