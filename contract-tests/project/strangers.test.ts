// Which credential opens which operation of the project: the whole matrix, taken from the contract.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type OperationId, type Wire, operations } from '../../generated/operations.ts'
import { declared } from '../harness/contract/contract.ts'
import { stageOf } from '../harness/seeds/backend.ts'
import { alice, bob, carol, demoApp, demoProject } from '../harness/fixtures/people.ts'
import { plausible, plausibleRequest } from '../harness/targets/plausible.ts'
import { request } from '../harness/requests/request.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { type Had, mustHave, tryToHave } from '../harness/requests/skip.ts'
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
  'a user of the account surface': async (seeds) => (await seeds.caller(bob)).tokens.access_token,
  'an end user of the application': async (seeds) => (await seeds.appCaller(bob)).access_token,
  'an administrator of a tenant': async (seeds) => (await seeds.platformCaller()).access_token,
  'a machine': (seeds) => seeds.machine(),
  'a secret key of the application': () => Promise.resolve(demoApp.secretKey),
  'a publishable key': () => Promise.resolve(demoApp.publishableKey),
  'a key of another tenant': async (seeds) => {
    const owner = await seeds.platformCaller()
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

describe.each(targets.filter(({ name }) => name !== 'mock'))('the project on $name', (target) => {
  beforeEach(() => resetWorld(target))
  const ask = async (id: OperationId, kind: string) => {
    const seeds = seedsOf(target)
    const sent = await plausible({ ...seeds, projectUser: () => seeds.projectUser(alice) }, id)
    return request(target.baseUrl, id, { ...sent, cookies: {}, headers: {}, bearer: await kinds[kind]!(seeds) })
  }

  for (const [scheme, rights] of Object.entries(opens)) {
    describe.each(guardedBy(scheme))('%s (AC-073, AC-092, AC-095, AC-097, AC-098)', (id) => {
      it.each(Object.keys(kinds))('answers %s as they are', async (kind) => {
        const { status, text } = await ask(id, kind)
        const wanted = rights[kind] ?? 401
        // Let in, it may still say that an address is unproven, or that what was sent proves nothing.
        if (wanted === 'ok') expect(`${status} ${text}`).not.toMatch(/^401|^403 .*"error":"AUTH_UNAUTHORIZED"/)
        else expect(`${status} ${text}`).toContain(String(wanted))
      })
    })
  }
})

describe.each(targets.filter(({ name }) => name !== 'mock'))('the credentials of the project on $name', (target) => {
  // Made once: who is refused changes nothing.
  let bearers: Had<readonly string[]>
  beforeAll(async () => {
    bearers = await tryToHave(async () => {
      await resetWorld(target)
      const seeds = seedsOf(target)
      const made: string[] = []
      for (const make of Object.values(ours)) made.push(await make(seeds))
      return made
    })
  })

  it.each(elsewhere)('%s takes none of them (AC-073)', async (id) => {
    for (const bearer of mustHave(bearers)) {
      const { status, text } = await request(target.baseUrl, id, { ...plausibleRequest(id), headers: {}, bearer })
      expect(`${status} ${text}`).toContain('401')
    }
  })
})
