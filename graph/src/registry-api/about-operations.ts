import { jsonResponse } from './api-request.ts'

/** `GET /ping` */
export function answerPing(): Response {
  return jsonResponse('{"pong":true}')
}

/** `GET /health`: of this service, not of the servers that it lists. */
export function answerHealth(): Response {
  return jsonResponse('{"status":"ok"}')
}

/** `GET /version` */
export function answerVersionOfService({ version }: { version: string }): Response {
  return jsonResponse(JSON.stringify({ version }))
}
