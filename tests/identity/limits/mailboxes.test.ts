// How much mail strangers can have sent to somebody: on both databases, through two instances.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { kinds, startServersOn } from '../../database-server-for-tests.ts'
import type { Environment } from '../../../server/model/environment.ts'
import { policies } from '../../../server/model/policies.ts'
import { type TestServer, clientId, newEmail, password, prove, signIn, signUp } from '../../server-for-tests.ts'
import { findEnvironment, insertEnvironment } from '../../../server/storage/environments.ts'
import { endSessionsOfUser } from '../../../server/storage/ended-sessions.ts'
import { findUserByEmail } from '../../../server/storage/users.ts'
import { contextFor } from '../context-for-tests.ts'
import { listMailbox } from '../../../server/identity/mails/mail.ts'
import { requestMagicLink } from '../../../server/identity/sign-in/magic-link.ts'
import { requestPasswordReset } from '../../../server/identity/passwords/reset-password.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { personOfProvider } from '../../../server/identity/providers/provider-identities.ts'
import { signUpWithPassword } from '../../../server/identity/people/sign-up.ts'
import { requestEmailVerification } from '../../../server/identity/proofs/verify-email.ts'

let networks = 0
const newIp = () => `198.18.${(networks += 1) >> 8}.${networks & 255}`

describe.each(kinds)('a mailbox on %s', (kind) => {
  let servers: TestServer[] = []
  let here: Environment
  let there: Environment
  beforeAll(async () => {
    servers = await startServersOn(kind, [{ LIMITS: 'signUpPerIp=1000/3600' }, { LIMITS: 'signUpPerIp=1000/3600' }])
    const { db } = servers[0]!.world
    here = (await findEnvironment(db, sandboxEnvironmentId))!
    there = { ...here, id: 'another-application', name: 'another' }
    await insertEnvironment(db, there)
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
  })

  let email = ''
  let home = ''
  beforeEach(async () => {
    home = newIp()
    ;({ email } = await signUp(servers[0]!.send, { sending: { ip: home } }))
  })

  const from = (ip: string, index = 0) => contextFor(servers[index % 2]!.world, { ip })
  const asked = (environment = here) => ({ environment, client: null, email, redirectUri: null })
  const reset = (ip: string, index = 0, environment = here) =>
    requestPasswordReset(from(ip, index), policies.account, asked(environment))
  const wait = async (seconds: number) => {
    for (const server of servers) await server.send('POST /sandbox/clock', { body: { advance: seconds } })
  }
  const got = async (wanted = 'reset_password_link') =>
    (await listMailbox(from(home), email)).filter((mail) => mail.kind === wanted).length

  it('gets one mail of a kind a minute, however many ask at once and from wherever', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => reset(newIp(), index)))
    expect(new Set(answers.map(({ seconds }) => seconds))).toEqual(new Set([3600]))
    expect(await got()).toBe(1)
    await wait(61)
    await Promise.all(Array.from({ length: 20 }, (_, index) => reset(newIp(), index)))
    expect(await got()).toBe(2)
  })

  it('gets six in any hour over all surfaces and applications of a tenant', async () => {
    for (let minute = 0; minute < 10; minute += 1) {
      await reset(newIp(), minute, minute % 2 ? here : there)
      await requestMagicLink(from(newIp()), policies.account, asked())
      await requestEmailVerification(from(newIp()), policies.account, asked())
      await wait(61)
    }
    const mails = await listMailbox(from(home), email)
    const sent = mails.map((mail) => mail.kind)
    // The sign-up's own is one of them. What goes to an application without the person goes nowhere, and counts.
    expect(sent.length).toBeGreaterThan(3)
    expect(sent.length).toBeLessThanOrEqual(6)
  })

  it('is open to its owner where strangers have used it up', async () => {
    await prove(servers[0]!.send, email)
    for (let minute = 0; minute < 8; minute += 1) {
      await reset(newIp())
      await wait(61)
    }
    const before = await got()
    expect(before).toBe(5)
    await reset(home)
    expect(await got()).toBe(before + 1)
    // From where a session was: ended, it is nobody's.
    const user = (await findUserByEmail(servers[0]!.world.db, here.id, email))!
    await endSessionsOfUser(servers[0]!.world.db, user.id, servers[0]!.world.clock.now(), 'signed_out')
    await wait(61)
    await reset(home)
    expect(await got()).toBe(before + 1)
  })

  it('gets no more where somebody is signed in from many addresses', async () => {
    const homes = Array.from({ length: 4 }, newIp)
    for (const ip of homes) expect((await signIn(servers[0]!.send, email, password, { ip })).status).toBe(200)
    await Promise.all(homes.map((ip, index) => reset(ip, index)))
    expect(await got()).toBe(1)
  })

  it('is open to nobody at home who has not proven that it is theirs', async () => {
    for (const isProven of [false, true]) {
      if (isProven) await prove(servers[0]!.send, email)
      await wait(3601)
      expect((await signIn(servers[0]!.send, email, password, { ip: home })).status).toBe(200)
      const before = await got()
      for (let minute = 0; minute < 16; minute += 1) {
        await reset(minute % 2 ? home : newIp())
        await wait(61)
      }
      expect([isProven, (await got()) - before]).toEqual([isProven, isProven ? 12 : 6])
    }
  })

  it.each([
    ['known', true],
    ['unknown', false],
  ])('of somebody %s gets no more by sign-ups than by any other request', async (_who, isKnown) => {
    const to = isKnown ? email : newEmail('nobody')
    const settings = { ...here.settings, requireEmailVerification: true }
    const join = (environment: Environment, index: number) =>
      signUpWithPassword(from(newIp(), index), policies.account, {
        ...{ environment: { ...environment, settings }, client: null, email: to, password },
        ...{ firstName: null, lastName: null, organizationName: null },
      })
    const answers = []
    for (let minute = 0; minute < 10; minute += 1) {
      answers.push(...(await Promise.all([here, there, here, there].map(join))))
      await wait(31)
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const kinds = (await listMailbox(from(home), to)).map(({ kind }) => kind)
    expect(kinds.length).toBeGreaterThan(3)
    expect(kinds.length).toBeLessThanOrEqual(6)
  })

  it('gets no more by providers that do not vouch for it', async () => {
    const environment = { ...here, settings: { ...here.settings, requireEmailVerification: true } }
    await prove(servers[0]!.send, email)
    for (let subject = 0; subject < 3; subject += 1) {
      const profile = { subject: `${email}-${subject}`, email, emailVerified: false }
      await personOfProvider(from(newIp()), {
        ...{ policy: policies.account, environment, client: null, provider: 'spotify' },
        profile: { ...profile, firstName: null, lastName: null, picture: null },
      }).catch(() => undefined)
    }
    expect(await got('account_exists')).toBe(1)
  })

  it('keeps the link that works when a later one is held back', async () => {
    await reset(newIp())
    const [mail] = await listMailbox(from(home), email)
    await reset(newIp())
    const sent = { body: { token: mail!.token, password: 'another quiet lantern' } }
    expect((await servers[1]!.send('POST /auth/reset-password', sent)).status).toBe(200)
  })

  it('of nobody is counted like any other, and costs as much', async () => {
    const rows = async () => {
      const { db } = servers[0]!.world
      const [tokens, mails] = [
        await db.selectFrom('oneTimeTokens').selectAll().execute(),
        await db.selectFrom('outbox').selectAll().execute(),
      ]
      return [tokens.length, mails.length]
    }
    const nobody = newEmail('nobody')
    const costs = []
    for (const who of [nobody, nobody, email, email]) {
      const [tokens = 0, mails = 0] = await rows()
      const answer = await servers[0]!.send('POST /auth/send-magic-link', {
        ip: newIp(),
        body: { client_id: clientId, email: who },
      })
      const [tokensNow = 0, mailsNow = 0] = await rows()
      costs.push([answer.status, answer.text, tokensNow - tokens, mailsNow - mails])
    }
    expect(new Set(costs.map((cost) => JSON.stringify(cost)))).toEqual(new Set([JSON.stringify(costs[0])]))
    expect(costs[0]!.slice(2)).toEqual([1, 1])
  })
})
