import { Agent, request } from 'node:http'

/** What a server answered. */
export interface Answer {
  status: number
  location: string | undefined
  cookies: string[]
  text: string
}

/** What to send. */
export interface Message {
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  /** Sent as a form. */
  form?: Readonly<Record<string, string>>
}

/** Sends requests over connections that stay open; it keeps no cookies and follows nothing. */
export interface HttpClient {
  send(url: string, message?: Message): Promise<Answer>
  /** Closes the connections; the next request opens another. */
  close(): void
}

/** Makes a client. */
export function createHttpClient(maxSockets: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets })
  return {
    send: (url, message = {}) => send(agent, url, message),
    close: () => agent.destroy(),
  }
}

function send(agent: Agent, url: string, { method, headers, form }: Message): Promise<Answer> {
  const body = form && new URLSearchParams(form).toString()
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...headers,
        ...(body !== undefined && {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body)),
        }),
      },
    })
    sent.once('error', reject)
    sent.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.once('error', reject)
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          cookies: response.headers['set-cookie'] ?? [],
          text,
        })
      })
    })
    sent.end(body)
  })
}
