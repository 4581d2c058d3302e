// What every operation refuses in the same way, taken from the contract: no operation can be forgotten.
import { beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../generated/errors.ts'
import type { OperationId } from '../generated/operations.ts'
import { type Declared, declared, securityScheme, statusOf } from './harness/contract.ts'
import { keyed } from './harness/people.ts'
import { perform } from './harness/index.ts'
import { plausible } from './harness/plausible.ts'
import type { Sent } from './harness/request.ts'
import { resetWorld, seedsOf } from './harness/seeds.ts'
import { isAsked } from './harness/selection.ts'
import { type Had, mustHave, tryToHave } from './harness/skip.ts'
import { targets } from './harness/target.ts'
import { negativesOf } from './negatives/requests.ts'

const isGuarded = ({ security }: Declared) => security.every((names) => names.length > 0)
const isKeyed = ({ security }: Declared) => security.flat().includes('appPublishableKey')
const takesBearer = (operation: Declared) =>
  isGuarded(operation) && operation.security.flat().some((name) => securityScheme(name).type === 'http')

interface Refusal {
  readonly title: string
  readonly error: ErrorCode
  readonly isFor: (operation: Declared) => boolean
  /** Broken in a way that comes before anything the operation itself could say. */
  readonly spoil: (sent: Sent<OperationId>, operation: Declared) => Sent<OperationId>
  /** What the refusal names. */
  readonly detail?: string
}

/** The first thing that an operation refuses which ignores what it does not know. */
const firstFault = ({ id }: Declared) => negativesOf(id).find(({ error }) => error === 'invalid_request')

const refusals: readonly Refusal[] = [
  {
    title: 'refuses a query parameter it does not know',
    error: 'invalid_request',
    isFor: ({ ignoresUnknown }) => !ignoresUnknown,
    spoil: (sent) => ({ ...sent, query: { ...sent.query, unheard_of: '1' } }),
    detail: 'unheard_of',
  },
  {
    title: 'refuses a parameter that it knows and that is not well formed',
    error: 'invalid_request',
    isFor: (operation) => operation.ignoresUnknown && firstFault(operation) !== undefined,
    spoil: (sent, operation) => firstFault(operation)!.spoil(sent),
  },
  {
    title: 'refuses a body over 100 kB',
    error: 'payload_too_large',
    isFor: ({ requestBody }) => requestBody !== undefined,
    spoil: (sent, { requestBody }) => {
      const text = JSON.stringify({ padding: 'x'.repeat(110_000) })
      return { ...sent, raw: { type: Object.keys(requestBody!.content)[0]!, text } }
    },
  },
  {
    title: 'refuses a content type it does not take',
    error: 'unsupported_media_type',
    isFor: ({ requestBody }) => requestBody !== undefined,
    spoil: (sent) => ({ ...sent, raw: { type: 'text/xml', text: '<x/>' } }),
  },
  {
    title: 'refuses a caller without credentials',
    error: 'unauthorized',
    isFor: isGuarded,
    spoil: ({ headers: _h, bearer: _b, cookies: _c, ...sent }) => sent,
  },
  {
    title: 'refuses a publishable key that is none',
    error: 'unknown_client',
    isFor: isKeyed,
    spoil: (sent) => ({ ...sent, headers: keyed('pk_test_nobody') }),
  },
  {
    title: 'refuses a token that is none',
    error: 'invalid_token',
    isFor: takesBearer,
    spoil: (sent) => ({ ...sent, cookies: {}, bearer: 'none' }),
  },
]

const asked = [...declared.values()].filter(({ id }) => isAsked(id))

describe.each(targets)('every operation on $name', (target) => {
  describe.each(asked.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
    const declares = (error: ErrorCode) => statusOf(id, error) !== undefined
    const seeds = seedsOf(target)
    // Made once: what is refused changes nothing.
    let sound: Had<Sent<OperationId>>
    beforeAll(async () => {
      sound = await tryToHave(async () => {
        await resetWorld(target)
        return plausible(seeds, id)
      })
    })

    for (const { title, error, spoil, detail } of refusals.filter(
      ({ error, isFor }) => declares(error) && isFor(operation),
    )) {
      it(title, () => perform(target, id, spoil(mustHave(sound), operation), { error, ...(detail && { detail }) }))
    }

    // Only a server in this process can be made to fail at will.
    const inside = it.skipIf(target.name === 'remote')
    if (declares('internal')) {
      inside('says that something went wrong inside, and no more', async () => {
        seeds.fail(id, new Error('secret inner text'))
        const answer = await perform(target, id, mustHave(sound), { error: 'internal' })
        expect(answer.text).not.toContain('secret')
      })
    }
    if (declares('unavailable')) {
      inside('says that the service is not available', async () => {
        seeds.fail(id, 'unavailable')
        const answer = await perform(target, id, mustHave(sound), { error: 'unavailable' })
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      })
    }
  })
})
