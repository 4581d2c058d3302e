// Runs the kit as its users do, in a process of its own, and reads what it leaves.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../contract-tests/report/report.ts'

const root = join(import.meta.dirname, '..')

export interface Run {
  readonly code: number
  readonly said: string
  /** A file of the report, as text. */
  readonly read: (name: string) => string
  readonly report: Report
}

/** Asks a server; the arguments come behind its URL. `end` is told the kit as SIGTERM. */
export const conform = async (
  url: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  end?: AbortSignal,
): Promise<Run> => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-'))
  try {
    const bin = join(root, 'contract-tests/bin/countersign-conform.mjs')
    const kit = spawn(process.execPath, [bin, '--url', url, '--report', folder, ...args], {
      env: { ...process.env, CI: 'true', VITEST: '', ...env },
      cwd: root,
    })
    end?.addEventListener('abort', () => kit.kill('SIGTERM'))
    const chunks: Buffer[] = []
    for (const stream of [kit.stdout, kit.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    const [code] = (await once(kit, 'close')) as [number]
    const said = Buffer.concat(chunks).toString()
    const names = ['report.json', 'junit.xml', 'index.html', 'report.sarif', 'badge.svg']
    const files = new Map(
      names
        .map((name) => [name, join(folder, name)] as const)
        .filter(([, path]) => existsSync(path))
        .map(([name, path]) => [name, readFileSync(path, 'utf8')]),
    )
    const read = (name: string): string => {
      const text = files.get(name)
      if (text === undefined) throw new Error(`The kit left no ${name}. It said:\n${said}`)
      return text
    }
    return {
      code,
      said,
      read,
      get report() {
        return JSON.parse(read('report.json')) as Report
      },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface SmallServer {
  readonly url: string
  readonly close: () => Promise<void>
}

/** A server of a few lines, on a port of its own. */
export const serve = async (listener: RequestListener): Promise<SmallServer> => {
  // A connection that was idle for long is still there when a busy machine comes back to it.
  const server = createServer({ keepAliveTimeout: 3_600_000 }, listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Stands before a server, and hears of each request. What it says is not there is answered by 404. */
export const inFrontOf = (url: string, isThere: (path: string) => boolean): Promise<SmallServer> =>
  serve((incoming, response) => {
    if (!isThere(incoming.url!)) return void response.writeHead(404).end()
    const { method } = incoming
    const { host: _host, connection: _connection, ...headers } = incoming.headers
    // On a connection of its own: one kept open could end just as it is used again.
    const asked = request(url + incoming.url, { method, headers, agent: false }, (answer) => {
      for (const [name, value] of Object.entries(answer.headers)) {
        if (!/^(connection|keep-alive|transfer-encoding)$/.test(name)) response.setHeader(name, value!)
      }
      answer.pipe(response.writeHead(answer.statusCode!))
    })
    asked.on('error', () => response.destroy())
    incoming.pipe(asked)
  })

/** A server without its sandbox's operations. */
export const withoutSandbox = (url: string): Promise<SmallServer> =>
  inFrontOf(url, (path) => !path.startsWith('/sandbox'))

/** How the account surface refuses a query that is no text, where nothing is taken either. */
export const queryRefused = ({ url }: { readonly url?: string | undefined }): object | undefined =>
  url?.includes('%ed%a0%bd')
    ? {
        type: 'about:blank',
        title: 'The request is not valid',
        status: 400,
        detail: 'Text must be UTF-8.',
        code: 'invalid_request',
      }
    : undefined
