import { Agent, request } from 'node:http'

/** What is asked of a server. */
export interface Question {
  /** With its query. */
  path: string
  /** Sent as JSON, by POST; left out: a GET. */
  body?: object
  headers?: Readonly<Record<string, string>>
}

/** Sends questions over connections that stay open. */
export interface HttpClient {
  /** @throws When the answer is none: its status is not 200 */
  ask(question: Question): Promise<string>
  close(): void
}

/** Makes a client of one origin. */
export function createHttpClient(origin: string, maxSockets: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets })
  return {
    ask: (question) => ask(agent, origin, question),
    close: () => agent.destroy(),
  }
}

function ask(
  agent: Agent,
  origin: string,
  { path, body, headers: more }: Question,
): Promise<string> {
  const text = body && JSON.stringify(body)
  const headers = {
    accept: 'application/json',
    ...more,
    ...(text !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    }),
  }
  return new Promise((resolve, reject) => {
    const method = text === undefined ? 'GET' : 'POST'
    const sent = request(`${origin}${path}`, { agent, method, headers }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (answer += chunk))
      response.once('error', reject)
      response.once('end', () => {
        if (response.statusCode === 200) return resolve(answer)
        reject(new Error(`Cannot ask "${path}": ${response.statusCode} ${answer.slice(0, 500)}`))
      })
    })
    sent.once('error', reject)
    sent.end(text)
  })
}
