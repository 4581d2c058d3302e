// Every route of the server is in the contract, and the reverse.
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { type TestServer, startServer } from '../server-for-tests.ts'
import { surfaces } from '../../server/surfaces/surfaces.ts'
import type { Document, OperationObject } from '../../server/http/document.ts'
import { mounted, routeProblems } from './mounted-for-tests.ts'

let server: TestServer
let document: Document
beforeAll(async () => {
  server = await startServer()
  document = server.world.contract.document as Document
})
afterAll(() => server.close())

/** The one that serves the contract. */
const layers = ['<anonymous>']

/** HEAD goes with GET (RFC 9110 section 9.3.2), unless that GET always changes something. */
const withBeside = (item: Record<string, unknown>, methods: readonly string[]): string[] => {
  const writes = (item.get as OperationObject | undefined)?.['x-writes']
  const takesHead = methods.includes('get') && (!writes || writes.when !== undefined)
  return [...methods.map((method) => method.toUpperCase()), ...(takesHead ? ['HEAD'] : []), 'OPTIONS']
}

describe('the routes of the server (AC-139)', () => {
  it('are those of the contract, and each has its handler', () => {
    expect(routeProblems(document, surfaces)).toEqual([])
  })

  it('are served by one layer, with nothing mounted beside it', () => {
    expect(mounted(server.app)).toEqual(layers)
  })

  it('answer, each at its own address, with exactly the methods of the contract', async () => {
    for (const [path, item] of Object.entries(document.paths)) {
      const methods = Object.keys(item).filter((key) => key !== 'parameters')
      const answer = await server.send(`OPTIONS ${path.replaceAll(/\{\w+\}/g, '~')}`)
      expect([path, answer.status, answer.headers.allow?.split(', ').toSorted()]).toEqual([
        path,
        204,
        withBeside(item, methods).toSorted(),
      ])
    }
  })
})

describe('a route added by hand is found (AC-139)', () => {
  const app = () => express().use(...([() => undefined] as const))

  it('as a route', () => {
    expect(mounted(app().get('/by-hand', () => undefined))).toContain('GET /by-hand')
  })

  it('as a router below a path', () => {
    const router = express.Router().post('/by-hand', () => undefined)
    expect(mounted(app().use('/below', router))).toContain('below router: POST /by-hand')
  })

  it('as a layer for everything', () => {
    expect(mounted(app().use(() => undefined))).toHaveLength(2)
  })

  it('as a layer below a path', () => {
    expect(mounted(app().use('/by-hand', () => undefined))).toEqual(['<anonymous>', 'below one path'])
  })

  it('in the table of operations', () => {
    const table = { ...operations, 'account.byHand': { surface: 'account', method: 'get', path: '/by-hand' } } as const
    expect(routeProblems(document, surfaces, table)).toEqual(['GET /by-hand leads to account.byHand, out of contract'])
  })

  it('as a handler', () => {
    const handlers = { ...surfaces.account.handlers, byHand: () => undefined }
    expect(routeProblems(document, { ...surfaces, account: { handlers } })).toEqual([
      'account.byHand is handled, and no contract has it',
    ])
  })
})

describe('an operation of the contract that is not served is found (AC-139)', () => {
  it('where no route leads to it', () => {
    const { 'account.me': _gone, ...table } = operations
    expect(routeProblems(document, surfaces, table)).toEqual(['GET /auth/me is in the contract and leads nowhere'])
  })

  it('where its route leads elsewhere', () => {
    const { 'account.me': me, 'account.signOut': signOut } = operations
    expect(
      routeProblems(document, surfaces, { ...operations, 'account.me': signOut, 'account.signOut': me }).toSorted(),
    ).toEqual([
      'GET /auth/me is account.me in the contract and leads to account.signOut',
      'POST /auth/sign-out is account.signOut in the contract and leads to account.me',
    ])
  })

  it('where nothing handles it', () => {
    const { me: _gone, ...handlers } = { ...surfaces.account.handlers } as Partial<typeof surfaces.account.handlers>
    expect(routeProblems(document, { ...surfaces, account: { handlers } })).toEqual([
      'account.me is in the contract and nothing handles it',
    ])
  })
})
