import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { codeOf } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const refreshFails = { operation: 'account.refresh', status: 503, times: 2 }
const signInFails = { operation: 'account.signIn', example: 'too_many_requests' }

const set = (body: Wire['SetFault']) => async (seeds: Seeds) => {
  await seeds.call('service.setFault', { body })
}

/** The status and the code of a call, and how long it took. */
const signIn = async (seeds: Seeds, headers: Record<string, string> = {}) => {
  const startedAt = performance.now()
  const answer = (await seeds.call('account.signIn', { body: asCredentials(alice), headers }))!
  return { said: [answer.status, codeOf('account.signIn', answer)], answer, ms: performance.now() - startedAt }
}

contract('service.setFault', {
  'has the next calls of the operation answered so, and no other': {
    send: { body: { ...signInFails, times: 2 } },
    expect: {
      status: 201,
      example: 'fault',
      body: (fault) => expect(fault).toMatchObject({ ...signInFails, times: 2 }),
    },
    then: async (seeds) => {
      await seeds.caller(alice)
      expect(
        (await seeds.call('account.checkEmail', { body: { client_id: 'cid_inbox_manager', email: alice.email } }))
          ?.status,
      ).toBe(200)
      const { said, answer } = await signIn(seeds)
      expect(said).toEqual([429, 'too_many_requests'])
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      expect((await signIn(seeds)).said[0]).toBe(429)
      expect((await signIn(seeds)).said[0]).toBe(200)
    },
  },
  'answers the first example of a status': {
    send: { body: refreshFails },
    expect: { status: 201, example: 'fault' },
    then: async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      const refresh = () => seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      expect([(await refresh())?.status, (await refresh())?.status, (await refresh())?.status]).toEqual([503, 503, 200])
    },
  },
  'has a call wait, and answered as ever': {
    send: { body: { operation: 'account.signIn', delayMs: 300 } },
    expect: { status: 201, example: 'fault' },
    then: async (seeds) => {
      await seeds.caller(alice)
      const { said, ms } = await signIn(seeds)
      expect(said[0]).toBe(200)
      expect(ms).toBeGreaterThanOrEqual(295)
    },
  },
  'hits only the calls of a run, where it names one': {
    send: { body: { ...signInFails, run: 'test-7' } },
    expect: { status: 201, example: 'fault' },
    then: async (seeds) => {
      await seeds.caller(alice)
      expect((await signIn(seeds)).said[0]).toBe(200)
      expect((await signIn(seeds, { 'x-sandbox-run': 'test-8' })).said[0]).toBe(200)
      expect((await signIn(seeds, { 'x-sandbox-run': 'test-7' })).said[0]).toBe(429)
      expect((await signIn(seeds, { 'x-sandbox-run': 'test-7' })).said[0]).toBe(200)
    },
  },
  'refuses an operation that the contract does not have': {
    send: { body: { operation: 'account.unheardOf', status: 500 } },
    expect: { error: 'invalid_request', detail: 'operation: the contract has no account.unheardOf' },
  },
  'refuses an answer that the operation does not have, and lists those that it has': {
    send: { body: { operation: 'account.me', example: 'nope' } },
    expect: { error: 'invalid_request', detail: /account\.me has no example .*profile/ },
  },
  'refuses a fault that would do nothing': {
    send: { body: { operation: 'account.me' } },
    expect: { error: 'invalid_request', detail: 'status: is missing' },
  },
  'refuses to break the sandbox itself': {
    send: { body: { operation: 'service.resetSandbox', status: 500 } },
    expect: { error: 'invalid_request', detail: 'those of the sandbox itself' },
  },
})

contract('service.listFaults', {
  'lists those of the address, with how many calls are left': given(set(refreshFails), {
    expect: {
      status: 200,
      example: 'faults',
      body: ({ faults }) => expect(faults).toMatchObject([{ ...refreshFails, example: null, run: null }]),
    },
    then: async (seeds, _answer) => {
      await seeds.call('account.refresh', {})
      const { body } = (await seeds.call('service.listFaults', {}))!
      expect((body as Wire['SandboxFaults']).faults).toMatchObject([{ times: 1 }])
    },
  }),
  'lists those of a run to who names it': given(set({ ...signInFails, run: 'test-7' }), {
    send: { query: { run: 'test-7' } },
    expect: { status: 200, example: 'faults', body: ({ faults }) => expect(faults).toHaveLength(1) },
    then: async (seeds) => {
      expect((await seeds.call('service.listFaults', {}))?.body).toEqual({ faults: [] })
    },
  }),
})

contract('service.endFaults', {
  'ends those of the address, and none of a run': given(
    async (seeds) => {
      await set(signInFails)(seeds)
      await set({ ...signInFails, run: 'test-7' })(seeds)
    },
    {
      expect: { status: 200, example: 'ended', body: ({ ended }) => expect(ended).toBe(1) },
      then: async (seeds) => {
        await seeds.caller(alice)
        expect((await signIn(seeds)).said[0]).toBe(200)
        expect((await seeds.call('service.endFaults', { query: { run: 'test-7' } }))?.body).toEqual({ ended: 1 })
        expect((await signIn(seeds, { 'x-sandbox-run': 'test-7' })).said[0]).toBe(200)
      },
    },
  ),
})
