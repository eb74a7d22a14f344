import * as z from 'zod'
import type { Announcement, LoggedEvent } from './notification.ts'

/** So many tools are named: the rest stands in the server's list of changes. */
const MAX_TOOLS_NAMED = 10

/**
 * Says who is told what of an event. Owners hear of all that may be wrong with their server; who is linked to it,
 * of what may keep their agent from working.
 *
 * Pure: no I/O, no clock.
 */
export function toAnnouncements(event: LoggedEvent): Announcement[] {
  const announcement = RULES.get(event.topic)?.(event)
  return announcement ? [announcement] : []
}

type Rule = (event: LoggedEvent) => Announcement | undefined

const SEVERITIES = ['none', 'notice', 'warning', 'breaking'] as const

const kindSchema = z.object({ kind: z.string() })
const incidentSchema = z.object({ kind: z.enum(['opened', 'closed']), state: z.string() })
const healthSchema = z.object({ before: z.string(), reading: z.object({ state: z.string() }) })
const connectionSchema = z.object({ kind: z.string(), connectionId: z.string() })
const toolsSchema = z.object({
  changes: z.array(
    z.object({ toolName: z.string(), kind: z.string(), severity: z.enum(SEVERITIES) }),
  ),
})

const RULES: ReadonlyMap<string, Rule> = new Map([
  ['incident', tellOfIncident],
  ['tools', tellOfTools],
  ['server', tellOfServer],
  ['health', tellOfHealth],
  ['connection', tellOfConnection],
])

function tellOfIncident({ payload }: LoggedEvent): Announcement | undefined {
  const { data } = incidentSchema.safeParse(payload)
  if (!data) return undefined
  const kind = data.kind === 'opened' ? 'server_failing' : 'server_recovered'
  return { kind, audiences: ['owners', 'linked'], payload: { state: data.state } }
}

function tellOfTools({ payload }: LoggedEvent): Announcement | undefined {
  const { data } = toolsSchema.safeParse(payload)
  const tools = (data?.changes ?? []).toSorted(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  )
  const severity = tools[0]?.severity
  if (severity !== 'warning' && severity !== 'breaking') return undefined
  return {
    kind: 'tools_changed',
    audiences: severity === 'breaking' ? ['owners', 'linked'] : ['owners'],
    payload: { severity, tools: tools.slice(0, MAX_TOOLS_NAMED) },
  }
}

function tellOfServer({ payload }: LoggedEvent): Announcement | undefined {
  const { data } = kindSchema.safeParse(payload)
  if (data?.kind !== 'withdrawn') return undefined
  return { kind: 'server_withdrawn', audiences: ['linked'], payload: {} }
}

function tellOfHealth({ payload }: LoggedEvent): Announcement | undefined {
  const { data } = healthSchema.safeParse(payload)
  if (data?.before !== 'open' || data.reading.state !== 'gated') return undefined
  return { kind: 'sign_in_needed', audiences: ['linkedOpenly'], payload: {} }
}

function tellOfConnection({ payload, audience }: LoggedEvent): Announcement | undefined {
  const { data } = connectionSchema.safeParse(payload)
  if (data?.kind !== 'needs_sign_in' || audience === undefined) return undefined
  const { connectionId } = data
  return { kind: 'sign_in_needed', audiences: [{ subject: audience }], payload: { connectionId } }
}
