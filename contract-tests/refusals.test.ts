// What every operation refuses in the same way, taken from the contract: no operation can be forgotten.
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import type { RefusalOf } from '../generated/refusals.ts'
import { type Declared, declared, securityScheme, statusOf } from './harness/contract/contract.ts'
import { keyed } from './harness/fixtures/people.ts'
import { perform } from './harness/dsl/index.ts'
import { inOneWorld } from './harness/seeds/one-world.ts'
import { type Credential, wayIn, withCredential } from './harness/seeds/plausible.ts'
import type { Sent } from './harness/requests/request.ts'
import { seedsOf } from './harness/seeds/seeds.ts'
import { isAsked } from './harness/requests/selection.ts'
import { type Had, mustHave } from './harness/requests/skip.ts'
import type { Target } from './harness/seeds/world.ts'
import { targets } from './harness/targets/target.ts'
import { groupsOf } from './negatives/groups.ts'
import { type Line, lineUp } from './negatives/line.ts'
import { negativesOf } from './negatives/requests.ts'

/** Changes something, or is for one machine alone. */
const isClosed = ({ id, method }: Declared) => !['GET', 'HEAD', 'OPTIONS'].includes(method) || id.startsWith('service.')
const isGuarded = ({ security }: Declared) => security.every((names) => names.length > 0)
const isKeyed = ({ security }: Declared) => security.flat().includes('appPublishableKey')
/** A publishable key stands in every web page: who shows it alone is nobody. */
const knowsWhoCalls = (operation: Declared) =>
  operation.security.length > 0 &&
  operation.security.every((names) => names.some((name) => name !== 'appPublishableKey'))
const takesBearer = (operation: Declared) =>
  isGuarded(operation) && operation.security.flat().some((name) => securityScheme(name).type === 'http')

/** The contract's own example of a JSON body. */
const exampleBody = (requestBody: Declared['requestBody']): Record<string, unknown> | undefined =>
  Object.values(requestBody?.content['application/json']?.examples ?? {})[0]?.value as
    Record<string, unknown> | undefined

interface Refusal {
  readonly title: string
  readonly error: RefusalOf<OperationId>
  readonly isFor: (operation: Declared) => boolean
  /** Part of the sentence about this very request. */
  readonly detail?: string | RegExp
  /** Broken in a way that comes before anything the operation itself could say. */
  readonly spoil: (sent: Sent<OperationId>, operation: Declared) => Sent<OperationId>
}

/** The first thing that an operation refuses which ignores what it does not know. */
const firstFault = ({ id }: Declared) =>
  // A faulty origin is one that nobody registered.
  negativesOf(id).find(({ error, field }) => error === 'invalid_request' && field?.toLowerCase() !== 'origin')

const refusals: readonly Refusal[] = [
  {
    title: 'refuses a page of an origin that nobody registered',
    error: 'origin_not_allowed',
    isFor: isClosed,
    spoil: (sent) => ({ ...sent, headers: { ...sent.headers, origin: 'https://evil.example' } }),
  },
  {
    title: 'refuses a query parameter it does not know',
    error: 'invalid_request',
    isFor: ({ ignoresUnknown }) => !ignoresUnknown,
    detail: 'unheard_of',
    spoil: (sent) => ({ ...sent, query: { ...sent.query, unheard_of: '1' } }),
  },
  {
    title: 'refuses a parameter that it knows and that is not well formed',
    error: 'invalid_request',
    isFor: (operation) => operation.ignoresUnknown && firstFault(operation) !== undefined,
    spoil: (sent, operation) => firstFault(operation)!.spoil(sent),
  },
  {
    title: 'refuses a query that is not UTF-8',
    error: 'invalid_request',
    isFor: () => true,
    detail: 'Text must be UTF-8.',
    spoil: (sent) => ({ ...sent, rawQuery: 'unheard_of=%ed%a0%bd' }),
  },
  {
    title: 'refuses a body that holds half a character',
    error: 'invalid_request',
    isFor: ({ requestBody }) => requestBody !== undefined,
    detail: /Text must be (UTF-8|well-formed Unicode)\./,
    spoil: (sent, { requestBody }) => {
      const type = Object.keys(requestBody!.content)[0]!
      return {
        ...sent,
        raw: { type, text: type.endsWith('json') ? '{"unheard_of":"\\ud83d"}' : 'unheard_of=%ed%a0%bd' },
      }
    },
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
    title: 'refuses an address with a character that nobody sees',
    error: 'invalid_request',
    isFor: ({ requestBody }) => exampleBody(requestBody)?.email !== undefined,
    detail: 'email',
    spoil: (sent, { requestBody }) => {
      const body = { ...exampleBody(requestBody), email: 'na\u200bme@example.com' }
      return { ...sent, raw: { type: 'application/json', text: JSON.stringify(body) } }
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

/** Also told by a header that no page can set itself (Fetch Metadata, section 2.3). */
const fromElsewhere: readonly Refusal[] = ['cross-site', 'same-site'].map((site) => ({
  title: `refuses a page that says ${site} and not from where`,
  error: 'origin_not_allowed',
  isFor: isClosed,
  spoil: (sent) => ({ ...sent, headers: { ...sent.headers, 'sec-fetch-site': site } }),
}))

const asked = [...declared.values()].filter(({ id }) => isAsked(id))

const refusalsOf = (operation: Declared): readonly Refusal[] =>
  [...refusals, ...fromElsewhere].filter(
    ({ error, isFor }) => statusOf(operation.id, error) !== undefined && isFor(operation),
  )

/** Asks operations that the same person may call in one world. */
const askTogether = (target: Target, group: readonly OperationId[]): void => {
  const seeds = seedsOf(target)
  const { credentialFor, leave } = inOneWorld(target)

  describe.each(group)('%s', (id) => {
    const operation = declared.get(id)!
    const declares = (error: RefusalOf<OperationId>) => statusOf(id, error) !== undefined
    const all = refusalsOf(operation)
    let credential: Had<Credential>
    const sound = () => withCredential(id, mustHave(credential))
    let line: Line
    beforeAll(async () => {
      credential = await credentialFor(id)
      const makers = all.map(
        ({ spoil }) =>
          () =>
            spoil(sound(), operation),
      )
      line = lineUp(target.baseUrl, id, makers)
    })

    for (const [number, { title, error, detail }] of all.entries()) {
      it(title, async () => {
        const answer = perform(target, id, line.sent(number), { error, always: true, ...(detail && { detail }) })
        line.goAhead(number)
        try {
          await answer
        } catch (failure) {
          // What was taken may have changed what the next operation needs.
          leave()
          throw failure
        }
      })
    }

    // Only a server in this process can be made to fail at will.
    const inside = it.skipIf(target.name === 'remote')
    if (declares('too_many_requests') && knowsWhoCalls(operation)) {
      inside('refuses who calls too often', async () => {
        const sent = sound()
        seeds.calls(false)
        try {
          const answer = await perform(target, id, sent, { error: 'too_many_requests' })
          if (target.name === 'real') expect(answer.headers.get('retry-after')).toBe('7')
        } finally {
          seeds.calls(true)
        }
      })
    }
    if (declares('internal')) {
      inside('says that something went wrong inside, and no more', async () => {
        seeds.fail(id, new Error('secret inner text'))
        const answer = await perform(target, id, sound(), { error: 'internal' })
        expect(answer.text).not.toContain('secret')
      })
    }
    if (declares('unavailable')) {
      inside('says that the service is not available', async () => {
        seeds.fail(id, 'unavailable')
        const answer = await perform(target, id, sound(), { error: 'unavailable' })
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      })
    }
  })
}

describe.each(targets)('every operation on $name', (target) => {
  const groups = groupsOf(
    asked.map(({ id }) => id),
    wayIn,
    (id) => refusalsOf(declared.get(id)!).length,
  )
  for (const group of groups) askTogether(target, group)
})
