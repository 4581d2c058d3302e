// The mock: the server's own pipeline in front of a world that is made up. What the contract has something against is
// refused as the server would; everything else is answered by Prism, with the contract's own examples.
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConfig } from '../config.ts'
import type { Document } from '../http/document.ts'
import { createLog, terminalText } from '../outside/log.ts'
import { listen } from '../http/listen.ts'
import { surfaces } from '../surfaces/surfaces.ts'
import { openWorld } from '../world.ts'
import { fillMailbox } from './mails.ts'
import { createMockSurfaces } from './mock-surfaces.ts'
import { openPrism } from './prism.ts'
import { finishExample } from './sign-examples.ts'

export interface Mock {
  readonly url: string
  close(): Promise<void>
}

interface Settings {
  /** 0 takes a free one. */
  readonly port: number
  /** This machine alone, unless told otherwise. */
  readonly host?: string | undefined
  /** Whose pages may ask, beside those of this machine; with commas. */
  readonly allowedOrigins?: string | undefined
}

const contractUrl = new URL('../../generated/openapi.json', import.meta.url)

/** Starts the mock. Resolves once it answers; throws a sentence where a setting is none. */
export const openMock = async ({ port, host = '127.0.0.1', allowedOrigins }: Settings): Promise<Mock> => {
  let answer: Answer | undefined
  const early: Parameters<Answer>[] = []
  const server = await listen((req, res) => (answer ? answer(req, res) : void early.push([req, res])), { port, host })
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections())
  try {
    const read = readConfig({
      HOST: host,
      PUBLIC_URL: url,
      // Nothing is kept: all that is ever in there is the sandbox's fixed world.
      DATABASE_URL: 'sqlite::memory:',
      ALLOWED_ORIGINS: allowedOrigins,
    })
    if ('problems' in read) throw new Error(read.problems.join(' '))
    const contract = JSON.parse(readFileSync(contractUrl, 'utf8')) as Document
    const mocked = createMockSurfaces(surfaces, contract, await openPrism(structuredClone(contract)))
    const log = createLog({ level: 'error', toText: await terminalText() })
    const {
      app,
      world,
      warm,
      close: end,
    } = await openWorld({ ...read.config, isMock: true }, log, { surfaces: mocked, finish: finishExample })
    await fillMailbox(world)
    answer = app
    for (const asked of early) answer(...asked)
    void warm()
    return { url, close: async () => void (await close(), await end()) }
  } catch (error) {
    await close()
    throw error
  }
}

type Answer = (req: IncomingMessage, res: ServerResponse) => void
