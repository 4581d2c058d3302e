// One request after the other over a connection that stays, each timed. What it costs to ask is the same at every size.
import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly text: string
  readonly ms: number
}

export interface Asking {
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks `line`, such as `GET /auth/me`. Rejects where the answer is not 2xx. */
export const asker = (url: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = (line: `${string} ${string}`, { body, headers = {} }: Asking = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const [method, path = ''] = line.split(' ')
      const text = body === undefined ? undefined : JSON.stringify(body)
      const begin = performance.now()
      const asked = request(url + path, {
        method,
        agent,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      })
      asked.on('error', reject)
      asked.on('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const answer = {
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            ms: performance.now() - begin,
          }
          if (answer.status >= 200 && answer.status < 300) resolve(answer)
          else reject(new Error(`${line} answered ${answer.status}: ${answer.text.slice(0, 300)}`))
        })
      })
      asked.end(text)
    })
  return { ask, close: () => agent.destroy() }
}

export type Ask = ReturnType<typeof asker>['ask']
