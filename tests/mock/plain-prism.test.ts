// Prism by itself, as anybody would start it, answers every operation of the contract.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operationsOf, readContract, send } from './contract-requests-for-tests.ts'

const root = `${import.meta.dirname}/../..`
let prism: ChildProcess
let url: string

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

beforeAll(async () => {
  const port = await freePort()
  const program = `${root}/node_modules/@stoplight/prism-cli/dist/index.js`
  prism = spawn(process.execPath, [program, 'mock', '--port', String(port), 'generated/openapi.json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  url = `http://127.0.0.1:${port}`
  await new Promise<void>((resolve) => {
    let said = ''
    // Listened to until the end: a program that cannot say what it does stops.
    prism.stdout!.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('Prism is listening')) resolve()
    })
  })
})
afterAll(async () => {
  prism.kill()
  await once(prism, 'exit')
})

describe('npx prism mock generated/openapi.json', () => {
  it.each(operationsOf(readContract()))('answers $id', async ({ sent, answers }) => {
    const [first] = answers
    // Of a redirect or a page Prism has to be told, as its own choice is any success.
    const prefer = `code=${first!.status}${first!.example ? `, example=${first!.example}` : ''}`
    const headers = { ...sent.headers, prefer, accept: first!.type ?? '*/*' }
    const { status, text } = await send(url, { ...sent, headers })
    expect(status).toBe(first!.status)
    if (first!.type?.endsWith('json')) expect(JSON.parse(text)).toEqual(first!.body)
  })
})
