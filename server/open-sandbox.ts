// The sandbox in this process, for tests: `countersign/sandbox`. It keeps nothing, and takes a free port.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from './config.ts'
import { startBackground } from './operations/background.ts'
import { createLog } from './outside/log.ts'
import { listen } from './http/listen.ts'
import { openWorld } from './world.ts'

export interface OpenSandbox {
  /** Where it answers, such as `http://localhost:40123`. */
  readonly url: string
  close(): Promise<void>
}

type Answer = (req: IncomingMessage, res: ServerResponse) => void

const host = '127.0.0.1'

/**
 * Opens the sandbox in the memory of this process. `settings` are those that `countersign dev` reads from the environment, such
 * as `LIMITS` or `ALLOWED_ORIGINS`; the environment itself is not asked. Throws a sentence where one of them is none, or this Node is too old.
 */
export const openSandbox = async (settings: Readonly<Record<string, string>> = {}): Promise<OpenSandbox> => {
  // Whoever runs tests by the system's Node has no command of ours that would find the right one.
  if (Number.parseInt(process.versions.node) < 24)
    throw new Error(`Node 24.18 or newer is needed; this is ${process.version}.`)
  let answer: Answer | undefined
  const early: Parameters<Answer>[] = []
  // Its own address stands in its tokens, so it listens before there is a world to answer from.
  const server = await listen((req, res) => (answer ? answer(req, res) : void early.push([req, res])), {
    port: 0,
    host,
  })
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const endServer = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections())
  try {
    const read = readConfig({
      LOG_LEVEL: 'error',
      ...settings,
      NODE_ENV: 'test',
      HOST: host,
      PUBLIC_URL: url,
      DATABASE_URL: 'sqlite::memory:',
    })
    if ('problems' in read) throw new Error(read.problems.join(' '))
    const opened = await openWorld(read.config, createLog({ level: read.config.logLevel }))
    const stopBackground = startBackground(opened.world)
    answer = opened.app
    for (const asked of early) answer(...asked)
    return {
      url,
      close: async () => {
        await Promise.all([endServer(), stopBackground()])
        await opened.close()
      },
    }
  } catch (error) {
    await endServer()
    throw error
  }
}
