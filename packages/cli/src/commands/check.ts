import type { Manifest } from '@toolgraph/worker'
import { Command } from 'commander'
import { readManifest } from '../lib/read-manifest.ts'
import { reporting, type Report } from '../lib/report.ts'
import { toTable } from '../lib/terminal.ts'
import type { World } from '../lib/world.ts'
import { checkManifest, type Finding } from '../lint/check-manifest.ts'
import { estimateToolCost } from '../lint/token-cost.ts'
import { checkServerJson } from '../publish/check-server-json.ts'
import { readServerJson } from '../publish/server-json.ts'

interface Options {
  strict?: boolean
}

/** `toolgraph check`: what is wrong with what the worker says of itself. */
export function checkCommand(world: World): Command {
  return new Command('check')
    .description(
      'check titles, descriptions, annotations, scopes, translations and cost of the tools',
    )
    .option('--strict', 'fail for warnings too')
    .action(reporting(world, (options: Options) => check(options, world)))
}

async function check({ strict = false }: Options, world: World): Promise<Report> {
  const { manifest, folder } = await readManifest(world)
  const findings = [
    ...checkManifest(manifest),
    ...checkServerJson(manifest, readServerJson(folder)),
  ]
  const tools = manifest.tools.map((tool) => ({ name: tool.name, tokens: estimateToolCost(tool) }))
  const total = tools.reduce((sum, { tokens }) => sum + tokens, 0)
  const isFailure = findings.some(({ severity }) => stops(severity, strict))
  return {
    data: { ok: !isFailure, findings, cost: { isEstimate: true, tools, total } },
    text: [describeFindings(findings), describeCost(tools, total), describeEnd(manifest, findings)]
      .filter(Boolean)
      .join('\n\n'),
    isFailure,
  }
}

function stops(severity: Finding['severity'], strict: boolean): boolean {
  return severity === 'error' || (strict && severity === 'warning')
}

/** One line a finding: how much it matters, what is wrong, and by which rule. */
export function describeFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, message, rule }) => `${severity.padEnd(7)}  ${message} (${rule})`)
    .join('\n')
}

function describeCost(tools: readonly { name: string; tokens: number }[], total: number): string {
  const rows = [...tools, { name: 'all tools', tokens: total }].map(({ name, tokens }) => [
    `  ${name}`,
    tokens,
  ])
  return `What the tools cost an agent, in tokens (estimated by characters):\n${toTable(rows)}`
}

function describeEnd({ name, version }: Manifest, findings: readonly Finding[]): string {
  const count = (severity: Finding['severity']) => {
    const { length } = findings.filter((finding) => finding.severity === severity)
    return length === 0 ? [] : [`${length} ${severity}${length === 1 ? '' : 's'}`]
  }
  const counts = [count('error'), count('warning'), count('hint')].flat()
  return `${name} ${version}: ${counts.join(', ') || 'nothing to mend'}`
}
