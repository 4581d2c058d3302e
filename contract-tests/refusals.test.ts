// What every operation refuses in the same way, taken from the contract: no operation can be forgotten.
import { beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../generated/errors.ts'
import type { OperationId } from '../generated/operations.ts'
import { type Declared, declared, securityScheme, statusOf } from './harness/contract.ts'
import { keyed } from './harness/people.ts'
import { perform } from './harness/index.ts'
import { plausible } from './harness/plausible.ts'
import type { Sent } from './harness/request.ts'
import { resetWorld, seedsOf } from './harness/seeds.ts'
import { targets } from './harness/target.ts'

const declaring = (code: ErrorCode): OperationId[] =>
  [...declared.values()].filter(({ id }) => statusOf(id, code) !== undefined).map(({ id }) => id)

const strict = [...declared.values()].filter(({ allowsUnknownQuery }) => !allowsUnknownQuery).map(({ id }) => id)
const withBody = [...declared.values()].filter(({ requestBody }) => requestBody).map(({ id }) => id)

const isGuarded = (id: OperationId) => declared.get(id)!.security.every((names) => names.length > 0)
const isKeyed = (id: OperationId) => declared.get(id)!.security.flat().includes('appPublishableKey')
const takesBearer = (id: OperationId) =>
  isGuarded(id) &&
  declared
    .get(id)!
    .security.flat()
    .some((name) => securityScheme(name).type === 'http')
const guarded = declaring('unauthorized').filter(isGuarded)

/** Broken in a way that comes before anything the operation itself could say. */
const broken: Partial<Record<ErrorCode, (operation: Declared) => Sent<OperationId>>> = {
  payload_too_large: ({ requestBody }) => ({
    raw: { type: Object.keys(requestBody!.content)[0]!, text: JSON.stringify({ padding: 'x'.repeat(110_000) }) },
  }),
  unsupported_media_type: () => ({ raw: { type: 'text/xml', text: '<x/>' } }),
}

describe.each(targets)('every operation on $name', (target) => {
  beforeEach(() => resetWorld(target))

  it.each(strict)('%s refuses a query parameter it does not know', async (id) => {
    const sent = await plausible(seedsOf(target), id)
    await perform(
      target,
      id,
      { ...sent, query: { ...sent.query, unheard_of: '1' } },
      { error: 'invalid_request', detail: 'unheard_of' },
    )
  })

  it.each(withBody)('%s refuses a body over 100 kB', async (id) => {
    const sent = await plausible(seedsOf(target), id)
    await perform(
      target,
      id,
      { ...sent, ...broken.payload_too_large!(declared.get(id)!) },
      { error: 'payload_too_large' },
    )
  })

  it.each(withBody)('%s refuses a content type it does not take', async (id) => {
    const sent = await plausible(seedsOf(target), id)
    await perform(
      target,
      id,
      { ...sent, ...broken.unsupported_media_type!(declared.get(id)!) },
      { error: 'unsupported_media_type' },
    )
  })

  it.each(guarded)('%s refuses a caller without credentials', async (id) => {
    const { headers: _h, bearer: _b, cookies: _c, ...sent } = await plausible(seedsOf(target), id)
    await perform(target, id, sent as Sent<OperationId>, { error: 'unauthorized' })
  })

  it.each(declaring('unknown_client').filter(isKeyed))('%s refuses a publishable key that is none', async (id) => {
    const sent = await plausible(seedsOf(target), id)
    await perform(target, id, { ...sent, headers: keyed('pk_test_nobody') }, { error: 'unknown_client' })
  })

  it.each(declaring('invalid_token').filter(takesBearer))('%s refuses a token that is none', async (id) => {
    const sent = await plausible(seedsOf(target), id)
    await perform(target, id, { ...sent, cookies: {}, bearer: 'none' }, { error: 'invalid_token' })
  })

  // Only a server in this process can be made to fail at will.
  describe.skipIf(target.name === 'remote')('that fails inside', () => {
    it.each(declaring('internal'))('%s says that something went wrong, and no more', async (id) => {
      const seeds = seedsOf(target)
      const sent = await plausible(seeds, id)
      seeds.fail(id, new Error('secret inner text'))
      const answer = await perform(target, id, sent, { error: 'internal' })
      expect(answer.text).not.toContain('secret')
    })

    it.each(declaring('unavailable'))('%s says that the service is not available', async (id) => {
      const seeds = seedsOf(target)
      const sent = await plausible(seeds, id)
      seeds.fail(id, 'unavailable')
      const answer = await perform(target, id, sent, { error: 'unavailable' })
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
    })
  })
})
