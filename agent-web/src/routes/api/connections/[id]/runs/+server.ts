import { json } from '@sveltejs/kit'
import * as z from 'zod'

import type { ProblemCode } from '#lib/problems.ts'
import type { RunEvent, RunRequest } from '#lib/run-event.ts'
import { runTool } from '#lib/server/runs/run-tool.ts'
import { isSameOrigin } from '#lib/server/security-headers.ts'
import type { RequestHandler } from './$types'

const answerSchema = z.object({
  action: z.enum(['accept', 'decline', 'cancel']),
  content: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .exactOptional(),
})
const requestSchema = z.object({
  tool: z.string().min(1).max(256),
  arguments: z.record(z.string(), z.unknown()),
  runId: z.string().max(256).exactOptional(),
  answers: z.record(z.string(), answerSchema).exactOptional(),
  requestState: z.string().exactOptional(),
})

/** Runs a tool and tells how it goes, a JSON line for each event. Ending the request cancels the call. */
export const POST: RequestHandler = async ({ request, params, locals }) => {
  const { web, session, graph } = locals
  if (!isSameOrigin(request, web.url)) return problem('sign_in_required', 403)
  if (!session) return problem('sign_in_required', 401)
  const body = await readJson(request)
  const parsed = requestSchema.safeParse(body.json)
  if (!parsed.success) return problem('input_invalid', body.isTooLarge ? 413 : 400)

  const gaveUp = new AbortController()
  request.signal.addEventListener('abort', () => gaveUp.abort(), { once: true })
  const context = { web, graph, subject: session.subject }
  const run: RunRequest = parsed.data
  const lines = new ReadableStream<Uint8Array>({
    async start(controller) {
      const encoder = new TextEncoder()
      const tell = (event: RunEvent) => {
        // Nobody listens any more; the run still comes to its recorded end.
        if (!gaveUp.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      }
      const options = { connectionId: params.id, request: run, signal: gaveUp.signal }
      await runTool(context, options, tell)
      if (!gaveUp.signal.aborted) controller.close()
    },
    cancel: () => gaveUp.abort(),
  })
  return new Response(lines, {
    headers: {
      'content-type': 'application/x-ndjson',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  })
}

function problem(code: ProblemCode, status: number): Response {
  return json({ problem: code }, { status })
}

async function readJson(request: Request): Promise<{ json?: unknown; isTooLarge?: boolean }> {
  try {
    return { json: await request.json() }
  } catch (error) {
    return { isTooLarge: error instanceof Error && 'status' in error && error.status === 413 }
  }
}
