import { finishToolRun } from '../../connections/finish-tool-run.ts'
import { startToolRun } from '../../connections/start-tool-run.ts'
import { builder } from '../builder.ts'
import { RunStatusEnum } from '../enums.ts'
import { getId } from '../node-id.ts'
import { ToolRunRef } from '../nodes/mcp-connection.ts'
import { readRun } from '../read.ts'
import { refusable, resultType } from '../result.ts'

const StartToolRunInput = builder.inputType('StartToolRunInput', {
  fields: (t) => ({
    connectionId: t.id({ required: true }),
    toolName: t.string({ required: true }),
    input: t.field({ type: 'JSON', required: true }),
  }),
})

const FinishToolRunInput = builder.inputType('FinishToolRunInput', {
  fields: (t) => ({
    runId: t.id({ required: true }),
    status: t.field({ type: RunStatusEnum, required: true }),
    output: t.field({ type: 'JSON' }),
    errorCode: t.string(),
    errorMessage: t.string(),
  }),
})

const StartToolRunResult = resultType<{ runId: string }>('StartToolRun', (t) => ({
  run: t.prismaField({
    type: ToolRunRef,
    resolve: (query, { runId }, _args, context) => readRun(query, runId, context),
  }),
}))

const FinishToolRunResult = resultType<{ runId: string }>('FinishToolRun', (t) => ({
  run: t.prismaField({
    type: ToolRunRef,
    resolve: (query, { runId }, _args, context) => readRun(query, runId, context),
  }),
}))

builder.mutationFields((t) => ({
  startToolRun: t.field({
    type: StartToolRunResult,
    description: 'Records that a tool begins to run. Needs connections:write.',
    args: { input: t.arg({ type: StartToolRunInput, required: true }) },
    resolve: (_root, { input }, context) =>
      refusable(async () =>
        startToolRun(context, {
          ...input,
          connectionId: getId('McpConnection', input.connectionId),
        }),
      ),
  }),
  finishToolRun: t.field({
    type: FinishToolRunResult,
    description: 'Records how a run ended. Needs connections:write.',
    args: { input: t.arg({ type: FinishToolRunInput, required: true }) },
    resolve: (_root, { input }, context) =>
      refusable(async () =>
        finishToolRun(context, { ...input, runId: getId('ToolRun', input.runId) }),
      ),
  }),
}))
