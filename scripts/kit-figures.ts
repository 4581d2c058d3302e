// Figures of the conformance kit: what its proxy adds to an answer, and how soon it asks.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type RequestListener, Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../spec/generate/run.ts'
import { openSandbox } from '../server/open-sandbox.ts'
import { freePort } from '../tests/process-for-tests.ts'

export const middle = (all: readonly number[]): number =>
  all.toSorted((one, two) => one - two)[Math.floor(all.length / 2)]!

const bin = join(root, 'contract-tests/bin/countersign-conform.mjs')

/** How long one request takes, ms. */
const ask = (agent: Agent, url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now()
    request(url, { agent }, (answer) => answer.resume().on('end', () => resolve(performance.now() - startedAt)))
      .on('error', reject)
      .end()
  })

const untilThere = async (agent: Agent, url: string): Promise<void> => {
  while ((await ask(agent, url).catch(() => -1)) < 0) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Of so many requests: what a quarter, half and ninety-nine in a hundred of them do not exceed, ms. */
export interface Spread {
  readonly quarter: number
  readonly middle: number
  readonly p99: number
}

const spreadOf = (all: readonly number[]): Spread => {
  const sorted = all.toSorted((one, two) => one - two)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!
  return { quarter: at(0.25), middle: at(0.5), p99: at(0.99) }
}

/** Pairs, one after the other by turns: without the proxy, and through it. */
export const proxyCost = async (pairs: number): Promise<{ readonly direct: Spread; readonly through: Spread }> => {
  const { url, close } = await openSandbox()
  const folder = mkdtempSync(join(tmpdir(), 'figures-'))
  const port = String(await freePort())
  const args = [bin, 'proxy', '--upstream', url, '--port', port, '--report', folder]
  const proxy = spawn(process.execPath, args, { stdio: 'ignore' })
  const agent = new Agent({ keepAlive: true })
  try {
    const before = `${url}/health/live`
    const behind = `http://127.0.0.1:${port}/health/live`
    await untilThere(agent, behind)
    const [direct, through]: [number[], number[]] = [[], []]
    for (let pair = 0; pair < pairs; pair += 1) {
      direct.push(await ask(agent, before))
      through.push(await ask(agent, behind))
    }
    return { direct: spreadOf(direct), through: spreadOf(through) }
  } finally {
    agent.destroy()
    const ended = once(proxy, 'exit')
    proxy.kill('SIGTERM')
    await ended
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** From the start of the kit until a server hears so many requests, ms: the first looks whether anybody is there, the second asks an operation. */
export const untilRequest = async (wanted: number): Promise<number> => {
  const heard = Promise.withResolvers<number>()
  let requests = 0
  const listener: RequestListener = (_request, answer) => {
    requests += 1
    if (requests === wanted) heard.resolve(performance.now())
    answer.writeHead(503).end()
  }
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = mkdtempSync(join(tmpdir(), 'figures-'))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const startedAt = performance.now()
  const kit = spawn(process.execPath, [bin, '--url', url, '--report', folder], { stdio: 'ignore' })
  const ended = once(kit, 'exit')
  try {
    return (await heard.promise) - startedAt
  } finally {
    // It hands that on to the program that it began: by force it could not.
    kit.kill('SIGTERM')
    await ended
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
