import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ask, closeBehindEach, listenAt, serveRaw as serve, whole } from './raw-servers-for-tests.ts'

closeBehindEach()
afterEach(() => void vi.restoreAllMocks())

describe('a connection that is kept', () => {
  /** So much later, ms. */
  const later = (milliseconds: number) => {
    const now = performance.now() + milliseconds
    vi.spyOn(performance, 'now').mockReturnValue(now)
  }

  /** A server that answers once on each connection, and closes it when it is asked again. */
  const answersOnce = async (end: (socket: Socket) => void = (socket) => socket.destroy()) => {
    const heard: number[] = []
    const url = await serve((socket, time) => {
      heard.push(time)
      if (time === 1) socket.write(whole)
      else end(socket)
    })
    return { url, heard }
  }

  const kept = { status: 200, text: '{}' }
  const ends = [(socket: Socket) => void socket.destroy(), (socket: Socket) => void socket.resetAndDestroy()]

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'].flatMap((method) => ends.map((end) => [method, end] as const)))(
    'ends just as it is used again: %s is asked again',
    async (method, end) => {
      const { url, heard } = await answersOnce(end)
      expect(await ask(url)).toMatchObject(kept)
      later(700)
      expect(await ask(url, method)).toMatchObject(kept)
      expect(heard).toEqual([1, 2, 1])
    },
  )

  it.each(['GET', 'POST'])('ends too soon to have been idle: %s is broken', async (method) => {
    const { url, heard } = await answersOnce()
    later(0)
    expect(await ask(url)).toMatchObject(kept)
    later(100)
    expect(await ask(url, method)).toEqual({
      lack: 'the connection was dropped before the answer was whole',
      hung: false,
      isNobody: false,
    })
    expect(heard).toEqual([1, 2])
  })

  it('ends amid an answer: it is broken', async () => {
    const { url } = await answersOnce((socket) => socket.end('HTTP/1.1 2'))
    expect(await ask(url)).toMatchObject(kept)
    later(700)
    expect(await ask(url)).toMatchObject({ lack: 'the connection was dropped before the answer was whole' })
  })

  it('takes nothing that was idle for long, and no POST that could not be asked again', async () => {
    for (const [method, idle] of [
      ['GET', 1100],
      ['POST', 300],
      ['PATCH', 300],
    ] as const) {
      vi.restoreAllMocks()
      const { url, heard } = await answersOnce()
      expect(await ask(url)).toMatchObject(kept)
      later(idle)
      expect([method, await ask(url, method)]).toMatchObject([method, kept])
      expect([method, heard]).toEqual([method, [1, 1]])
    }
  })

  it('is kept no longer than its server has announced', async () => {
    const connections = new Set<Socket>()
    const server = createServer({ keepAliveTimeout: 1000 }, ({ socket }, response) => {
      connections.add(socket)
      response.end()
    })
    const url = await listenAt(server)
    for (let time = 0; time < 3; time += 1) expect(await ask(url)).toMatchObject({ status: 200 })
    expect(connections.size).toBe(3)
  })

  it('that every server resets at once is broken, also where it is asked again', async () => {
    let asked = 0
    const url = await serve((socket) => {
      asked += 1
      socket.resetAndDestroy()
    })
    for (let time = 0; time < 3; time += 1) {
      later(time * 700)
      expect(await ask(url)).toMatchObject({ lack: 'the connection was reset before an answer was there (ECONNRESET)' })
    }
    expect(asked).toBe(3)
  })

  it('is not used where it ended behind its answer without a word', async () => {
    let asked = 0
    const url = await serve((socket) => {
      asked += 1
      socket.end(whole)
    })
    for (let time = 0; time < 20; time += 1) expect(await ask(url, 'POST', { body: '{}' })).toMatchObject(kept)
    expect(asked).toBe(20)
  })
})
