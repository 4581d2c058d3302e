import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { front, putInFront } from '../contract-tests/mutants/proxy.ts'
import { type Verdict, faultsOf, readSurvivors, tableOf } from '../contract-tests/mutants/report.ts'
import { emptyStage, runTest } from '../contract-tests/mutants/runner.ts'
import * as suite from '../contract-tests/mutants/suite.ts'

const upstream = createServer((req, res) => {
  res.setHeader('set-cookie', ['a=1; HttpOnly', 'b=2'])
  res.setHeader('content-type', 'application/json')
  if (req.method === 'POST') req.pipe(res)
  else res.setHeader('content-length', 4).end('null')
})
upstream.listen(0, '127.0.0.1')
await once(upstream, 'listening')
const url = await putInFront(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
const signIn = (body = '{"é":"1"}') => fetch(`${url}/auth/sign-in`, { method: 'POST', body })

afterAll(() => upstream.close())
afterEach(() => {
  front.mutation = undefined
  front.changes = 0
})

describe('a test that is run for a mutant', () => {
  it('has hooks that hear its own title, as a world is made by it', async () => {
    const heard: string[] = []
    suite.beginFile('a.test.ts')
    suite.describe('account.signIn on real', () => {
      suite.beforeEach(({ task }: { readonly task: { readonly name: string } }) => heard.push(`before ${task.name}`))
      suite.it('signs in', () => heard.push('it'))
    })
    expect(await runTest(suite.collected.at(-1)!, emptyStage())).toBeUndefined()
    expect(heard).toEqual(['before signs in', 'it'])
  })
})

describe('the proxy of the mutants', () => {
  it('lets everything through that it has nothing against', async () => {
    const answer = await signIn()
    expect(answer.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
    expect(await answer.text()).toBe('{"é":"1"}')
    expect(front.changes).toBe(0)
  })

  it('changes the answers of one operation', async () => {
    front.mutation = { operation: 'account.signIn', answer: ({ wire }) => ({ ...wire, status: 201 }) }
    expect((await signIn()).status).toBe(201)
    expect((await fetch(`${url}/auth/me`)).status).toBe(200)
    expect(front.changes).toBe(1)
  })

  it('counts no change where nothing changed', async () => {
    front.mutation = { operation: 'account.signIn', answer: ({ wire }) => ({ ...wire }) }
    await signIn()
    expect(front.changes).toBe(0)
  })

  it('leaves the length alone of what HEAD leaves out', async () => {
    const lengths = await Promise.all(
      ['HEAD', 'GET'].map(async (method) => (await fetch(`${url}/auth/me`, { method })).headers.get('content-length')),
    )
    expect(lengths[0]).toBe(lengths[1])
    expect(Number(lengths[0])).toBeGreaterThan(0)
  })

  it('answers instead of the server', async () => {
    front.mutation = { operation: 'account.signIn', instead: () => ({ status: 204, headers: [], body: '' }) }
    expect((await signIn()).status).toBe(204)
    expect(front.changes).toBe(1)
  })
})

const verdicts = (outcome: Verdict['outcome'], count: number): Verdict[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${outcome} ${index}`, kind: 'kind', outcome, tests: 1 }))
const whole = { isWhole: true }

describe('the verdict on the mutants', () => {
  it('is good with one known survivor of three hundred, and counts none that changed nothing', () => {
    const all = [...verdicts('killed', 299), ...verdicts('survived', 1), ...verdicts('inert', 50)]
    expect(faultsOf(all, new Set(['survived 0']), whole)).toEqual([])
    expect(tableOf(all)).toMatch(/all +300 +299 +1 +99\.7 %$/)
  })

  it('names a survivor that nobody knows', () => {
    const [fault] = faultsOf([...verdicts('killed', 400), ...verdicts('survived', 1)], new Set(), whole)
    expect(fault).toContain('survived 0')
  })

  it('names a line of a mutant that is killed by now, or gone', () => {
    const faults = faultsOf(verdicts('killed', 300), new Set(['killed 0', 'gone']), whole)
    expect(faults.map((fault) => fault.split(': ')[0])).toEqual([
      'is in survivors.txt, and is killed',
      'is in survivors.txt, and does not exist',
    ])
  })

  it('asks for three hundred, and for 99 % of them', () => {
    expect(faultsOf(verdicts('killed', 299), new Set(), whole).join()).toContain('fewer than 300')
    const many = verdicts('survived', 4)
    const all = [...verdicts('killed', 300), ...many]
    expect(faultsOf(all, new Set(many.map(({ id }) => id)), whole).join()).toContain('less than 99 %')
  })

  it('of some of them tells only of a survivor that nobody knows', () => {
    const some = [...verdicts('killed', 5), ...verdicts('survived', 2)]
    const faults = faultsOf(some, new Set(['survived 0', 'gone']), { isWhole: false })
    expect(faults).toEqual(['survives, and survivors.txt does not say why: survived 1'])
  })

  it('takes no survivor without a reason', () => {
    expect(() => readSurvivors('account.me 200 dropped field\n')).toThrow('gives no reason')
    expect([...readSurvivors('# why\naccount.me 200 dropped field\n')]).toEqual(['account.me 200 dropped field'])
    expect(readSurvivors()).toBeDefined()
  })
})
