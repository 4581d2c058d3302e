// Which credential opens which operation of the project: the whole matrix, taken from the contract.
import { beforeAll, describe, expect, it } from 'vitest'
import { type OperationId, type Wire, operations } from '../../generated/operations.ts'
import { declared } from '../harness/contract/contract.ts'
import { evan, stageOf } from '../harness/seeds/backend.ts'
import { alice, bob, carol, dave, demoApp, demoProject } from '../harness/fixtures/people.ts'
import { plausibleRequest } from '../harness/seeds/plausible.ts'
import { request } from '../harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { type Had, mustHave, tryToHave } from '../harness/requests/skip.ts'
import type { Target } from '../harness/seeds/world.ts'
import { targets } from '../harness/targets/target.ts'

const guardedBy = (scheme: string): OperationId[] =>
  [...declared.values()].filter(({ security }) => security.some(([name]) => name === scheme)).map(({ id }) => id)

/** Guarded operations of other surfaces, which take none of the project's credentials. */
const elsewhere = [...declared.values()]
  .filter(({ id, security }) => operations[id].surface !== 'project' && security.length > 0)
  .filter(({ security }) => security.every((names) => names.length > 0))
  .map(({ id }) => id)

type Kinds = Readonly<Record<string, (seeds: Seeds) => Promise<string>>>

/** What the project gives out. */
const ours: Kinds = {
  // First, for the clock of all others goes on with it.
  'an administrator whose hour is over': async (seeds) => {
    const bearer = await seeds.projectAdmin()
    await seeds.wait(3601)
    return bearer
  },
  'a user': async (seeds) => (await seeds.projectUser(bob)).accessToken,
  'an administrator': (seeds) => seeds.projectAdmin(),
  'an API key': () => Promise.resolve(demoProject.apiKey),
  'an anonymous key': () => Promise.resolve(demoProject.anonKey),
  'a refresh token': async (seeds) => (await seeds.projectUser(carol)).refreshToken,
  'a code of an administrator': async (seeds) =>
    ((await seeds.call('service.createAdminCode', {}))!.body as { code: string }).code,
}

/** What others give out. */
const theirs: Kinds = {
  'a user of the account surface': async (seeds) => (await seeds.caller(alice)).tokens.access_token,
  'an end user of the application': async (seeds) => (await seeds.appCaller(dave)).access_token,
  'an administrator of a tenant': async (seeds) => (await seeds.platformCaller()).access_token,
  'a machine': (seeds) => seeds.machine(),
  'a secret key of the application': () => Promise.resolve(demoApp.secretKey),
  'a publishable key': () => Promise.resolve(demoApp.publishableKey),
  'a key of another tenant': async (seeds) => {
    const owner = await seeds.platformCaller(evan)
    const app = await seeds.application(owner)
    const body = { name: 'Backend', environmentId: stageOf(app).id }
    const made = { bearer: owner.access_token, path: { appId: app.id }, body }
    return ((await seeds.call('platform.createAppApiKey', made))!.body as Wire['CreatedApiKeyAnswer']).data.key
  },
}

const kinds: Kinds = { ...ours, ...theirs }

const opens: Readonly<Record<string, Readonly<Record<string, number | 'ok'>>>> = {
  projectUser: { 'a user': 'ok' },
  projectAdmin: { 'an administrator': 'ok', 'an API key': 'ok', 'a user': 403, 'an anonymous key': 403 },
}

const real = targets.filter(({ name }) => name !== 'mock')

/** Who is refused changes nothing: all of them are in one world, that is made once. */
const inOneWorld = (target: Target, all: Kinds): (() => ReadonlyMap<string, string>) => {
  let made: Had<ReadonlyMap<string, string>>
  beforeAll(async () => {
    made = await tryToHave(async () => {
      await resetWorld(target)
      const seeds = seedsOf(target)
      const bearers = new Map<string, string>()
      for (const [kind, make] of Object.entries(all)) bearers.set(kind, await make(seeds))
      return bearers
    })
  })
  return () => mustHave(made)
}

const answersAs = 'answers %s as they are'

describe.each(real)('the project on $name', (target) => {
  const ask = (id: OperationId, bearer: string) =>
    request(target.baseUrl, id, { ...plausibleRequest(id), cookies: {}, headers: {}, bearer })

  const bearers = inOneWorld(target, kinds)
  for (const [scheme, rights] of Object.entries(opens)) {
    describe.each(guardedBy(scheme))('%s (AC-073, AC-092, AC-095, AC-097, AC-098)', (id) => {
      it.each(Object.keys(kinds).filter((kind) => rights[kind] !== 'ok'))(answersAs, async (kind) => {
        const { status, text } = await ask(id, bearers().get(kind)!)
        expect(`${status} ${text}`).toContain(String(rights[kind] ?? 401))
      })
    })
  }

  for (const [scheme, rights] of Object.entries(opens)) {
    describe.each(guardedBy(scheme))('%s (AC-073, AC-092, AC-095, AC-097, AC-098)', (id) => {
      it.each(Object.keys(kinds).filter((kind) => rights[kind] === 'ok'))(answersAs, async (kind) => {
        await resetWorld(target)
        const { status, text } = await ask(id, await kinds[kind]!(seedsOf(target)))
        // Let in, it may still say that an address is unproven, or that what was sent proves nothing.
        expect(`${status} ${text}`).not.toMatch(/^401|^403 .*"error":"AUTH_UNAUTHORIZED"/)
      })
    })
  }
})

describe.each(real)('the credentials of the project on $name', (target) => {
  const bearers = inOneWorld(target, ours)

  it.each(elsewhere)('%s takes none of them (AC-073)', async (id) => {
    for (const bearer of bearers().values()) {
      const { status, text } = await request(target.baseUrl, id, { ...plausibleRequest(id), headers: {}, bearer })
      expect(`${status} ${text}`).toContain('401')
    }
  })
})
