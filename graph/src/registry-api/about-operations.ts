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

/** `GET /openapi.yaml`: JSON, which is YAML. */
export function answerDocument(document: string): Response {
  return new Response(document, { headers: { 'content-type': 'application/yaml; charset=utf-8' } })
}

/** `GET /docs`: every operation on one page, without anything from elsewhere. */
export function answerDocs(document: ApiDocument): Response {
  const rows = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { summary }]) =>
        `<tr><td><code>${method.toUpperCase()}</code></td><td><code>${path}</code></td><td>${summary}</td></tr>`,
    ),
  )
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>MCP registry API</title>
<style>body{font:1rem/1.6 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}td{padding:.3rem .8rem .3rem 0;vertical-align:top}</style>
<h1>MCP registry API</h1><p>The standard's API, described in full at <a href="openapi.yaml">openapi.yaml</a>.</p>
<table>${rows.join('')}</table></html>`
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
  })
}

/** What the page of all operations reads of the document. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { summary: string }>>>>
}
