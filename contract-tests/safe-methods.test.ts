// GET and HEAD change nothing (RFC 9110 section 9.2.1), of every operation of the contract. A GET that does is marked there: those that
// use up a link do so for an API call alone, those that a standard has write say why.
import { setTimeout } from 'node:timers/promises'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { type Declared, declared } from './harness/contract/contract.ts'
import { alice, bob } from './harness/fixtures/people.ts'
import { inOneWorld } from './harness/seeds/one-world.ts'
import { type Credential, wayIn, withCredential } from './harness/seeds/plausible.ts'
import { askAddress } from './harness/requests/answer.ts'
import { type Sent, request } from './harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { isAsked } from './harness/requests/selection.ts'
import { type Had, mustHave } from './harness/requests/skip.ts'
import { targets } from './harness/targets/target.ts'
import type { Target } from './harness/seeds/world.ts'
import { groupsOf } from './negatives/groups.ts'

const gets = [...declared.values()].filter(({ id, method }) => method === 'GET' && isAsked(id))
const links = gets.filter(({ consumesLink }) => consumesLink)
const alwaysWrites = ({ writes }: Declared) => writes !== undefined && writes.when === undefined

interface Look {
  readonly headers: Readonly<Record<string, string>>
  readonly method?: 'HEAD'
}

/** Those who look: scanners, previews, browsers. */
const looks: Readonly<Record<string, Look>> = {
  'whoever takes anything': { headers: { accept: '*/*' } },
  'whoever takes any data': { headers: { accept: 'application/*' } },
  'whoever names XHTML first': { headers: { accept: 'application/xhtml+xml,text/html;q=0.9' } },
  'a browser that names HTML first': { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } },
  'whoever wants no JSON': { headers: { accept: 'application/json;q=0, */*' } },
  'whoever names what begins like JSON': { headers: { accept: 'application/jsonp, application/json-patch+json' } },
  'a navigation': { headers: { accept: 'application/json', 'sec-fetch-mode': 'navigate' } },
  'a document to be': { headers: { accept: 'application/json', 'sec-fetch-dest': 'document' } },
  'a page of another site': { headers: { accept: 'application/json', 'sec-fetch-site': 'cross-site' } },
  'a neighbouring page': { headers: { accept: 'application/json', 'sec-fetch-site': 'same-site' } },
  'whoever wants no body': { headers: { accept: 'application/json' }, method: 'HEAD' },
}

/** A link as it was mailed, for each operation that a link leads to. */
const mailed: Partial<Record<OperationId, (seeds: Seeds) => Promise<string | null>>> = {
  'account.followVerificationLink': async (seeds) => {
    await seeds.newcomer(alice)
    return (await seeds.mail(alice.email, 'verify_email_link')).token
  },
  'account.followSignInLink': async (seeds) => {
    await seeds.caller(alice)
    await seeds.call('account.sendMagicLink', { body: { client_id: 'cid_inbox_manager', email: alice.email } })
    return (await seeds.mail(alice.email, 'magic_link')).token
  },
  'account.followInvitation': async (seeds) => {
    const { accountId, tokens } = await seeds.user(alice)
    const invitation = { email: bob.email, role: 'member' } as const
    await seeds.call('account.inviteMember', {
      path: { account_id: accountId },
      bearer: tokens.access_token,
      body: invitation,
    })
    return (await seeds.mail(bob.email, 'invitation')).token
  },
}

const together = (sound: Sent<OperationId>, look: Look): Sent<OperationId> => ({
  ...sound,
  ...look,
  headers: { ...sound.headers, ...look.headers },
})

const follow = async (url: string, look: { headers: Look['headers']; method?: string }) => {
  const { status, headers, text } = await askAddress(url, look)
  return { status, type: headers.get('content-type')?.split(';')[0], text }
}

/** How many requests an operation is asked at most. */
const asked = Object.keys(looks).length + 2
/** What writes, even if it is only by some parameter, is in a world of its own. */
const wayOf = (id: OperationId): string => (declared.get(id)!.writes === undefined ? wayIn(id) : id)
const groups = groupsOf(
  gets.map(({ id }) => id),
  wayOf,
  () => asked,
)

/** Asks operations that the same person may call in one world, in which nothing is changed. */
const askTogether = (target: Target, group: readonly OperationId[]): void => {
  const { credentialFor } = inOneWorld(target)

  describe.each(group)('%s', (id) => {
    const operation = declared.get(id)!
    let credential: Had<Credential>
    const sound = () => withCredential(id, mustHave(credential))
    beforeAll(async () => {
      credential = await credentialFor(id)
    })

    const { rows } = target
    if (rows && !alwaysWrites(operation)) {
      it('changes nothing in the database', async () => {
        const sent = sound()
        const before = await settled(rows)
        for (const [who, look] of Object.entries(looks)) {
          await request(target.baseUrl, id, together(sent, look))
          expect([who, await rows()]).toEqual([who, before])
        }
      })
    }

    it('is answered to HEAD as to GET, without a body', async () => {
      const sent = together(sound(), { headers: { accept: 'text/html' } })
      const head = await request(target.baseUrl, id, { ...sent, method: 'HEAD' })
      expect(head.text).toBe('')
      if (alwaysWrites(operation)) {
        expect(head.status).toBe(405)
        return
      }
      const get = await request(target.baseUrl, id, sent)
      const told = ({ status, headers }: typeof get) => [
        status,
        headers.get('content-type'),
        // The log of requests is longer by one each time.
        id === 'service.listRequests' ? null : headers.get('content-length'),
      ]
      expect(told(head)).toEqual(told(get))
    })
  })
}

describe.each(targets)('every GET on $name', (target) => {
  it('says why, where it changes something', () => {
    expect(gets.filter(({ writes }) => writes !== undefined && !writes.why)).toEqual([])
  })

  for (const group of groups) askTogether(target, group)
})

/** The rows of a world in which nothing moves any more: what was queued has arrived. */
const settled = async (rows: NonNullable<Target['rows']>): Promise<readonly string[]> => {
  let before = await rows()
  for (let round = 0; round < 20; round += 1) {
    await setTimeout(20)
    const now = await rows()
    if (JSON.stringify(now) === JSON.stringify(before)) return now
    before = now
  }
  throw new Error('The world does not come to rest.')
}

describe.each(targets)('a mailed link on $name', (target) => {
  const seeds = seedsOf(target)
  beforeEach(() => resetWorld(target))

  it('can be mailed here, each of them', () => {
    expect(links.filter(({ id }) => !mailed[id]).map(({ id }) => id)).toEqual([])
  })

  describe.each(links.map(({ id }) => id))('%s', (id) => {
    it('shows whoever looks a page, and is used up by the API call alone', async () => {
      const token = (await mailed[id]!(seeds)) ?? 'example'
      const url = `${target.baseUrl}${declared.get(id)!.path}?token=${token}`
      const before = target.rows && (await settled(target.rows))
      for (const [who, look] of Object.entries(looks)) {
        const { status, type, text } = await follow(url, look)
        expect([who, status, type, text.includes('<h1')]).toEqual([who, 200, 'text/html', look.method !== 'HEAD'])
        if (target.rows) expect([who, await target.rows()]).toEqual([who, before])
      }
      const call = { headers: { accept: 'application/json' } }
      const used = await follow(url, call)
      expect([used.status, used.type]).toEqual([200, 'application/json'])
      if (target.name !== 'mock') expect((await follow(url, call)).status).toBe(400)
    })
  })
})
