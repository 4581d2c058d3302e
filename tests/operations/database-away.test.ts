// Others verify our tokens while our database is away.
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, describe, it } from 'vitest'
import { usualLimits } from '../../server/storage/database.ts'
import { signUp, startServer } from '../server-for-tests.ts'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'

/** A line to the database that can be cut, or fall silent. */
const openLine = async (url: string) => {
  const far = new URL(url)
  const port = Number(far.port)
  const sockets = new Set<Socket>()
  let silent = false
  const line = createServer((near) => {
    const back = connect(port, far.hostname)
    for (const socket of [near, back]) {
      sockets.add(socket.on('error', () => undefined))
      socket.on('close', () => sockets.delete(socket))
    }
    near.on('data', (bytes) => silent || back.write(bytes)).on('close', () => back.destroy())
    back.on('data', (bytes) => silent || near.write(bytes)).on('close', () => near.destroy())
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => line.once('listening', resolve))
  far.port = String((line.address() as AddressInfo).port)
  const cut = () => {
    line.close()
    for (const socket of sockets) socket.destroy()
  }
  return { url: far.href, fallSilent: () => void (silent = true), cut }
}

describe.runIf(kinds.includes('postgres'))('while the database is away', () => {
  it.each(['silent', 'gone'])('(%s) the key set and discovery are answered at once', async (how) => {
    const line = await openLine((await freshDatabase('postgres')).url)
    const server = await startServer({ DATABASE_URL: line.url }, { limits: usualLimits })
    await signUp(server.send)
    const paths = ['/.well-known/jwks.json', '/.well-known/openid-configuration'] as const
    const before = await Promise.all(paths.map((path) => server.send(`GET ${path}`)))
    if (how === 'silent') line.fallSilent()
    else line.cut()
    // Keys are read again after a second.
    await new Promise((resolve) => setTimeout(resolve, 1200))
    for (const [at, path] of [...paths.entries(), ...paths.entries()]) {
      const { status, text } = await server.send(`GET ${path}`, {
        headers: { origin: 'https://app.inbox-manager.com' },
      })
      expect([path, status, text]).toEqual([path, 200, before[at]!.text])
    }
    line.cut()
    await server.close()
  })
})
