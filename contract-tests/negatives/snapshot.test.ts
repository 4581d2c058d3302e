// That the look at the world sees what is written: a look that sees nothing would find nothing changed.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { alice, bob, carol, demoProject, keyed } from '../harness/fixtures/people.ts'
import { type Seeds, resetWorld, seedsOf } from '../harness/seeds/seeds.ts'
import { targets } from '../harness/targets/target.ts'
import { atRest, openEyes } from './snapshot.ts'

const writes: Readonly<Record<string, (seeds: Seeds, bearer: string, accountId: string) => Promise<unknown>>> = {
  'a user of the account surface': (seeds) => seeds.user(bob),
  'a user of the app surface': (seeds) => seeds.appUser(bob),
  'a session of a user': (seeds) => seeds.call('app.login', { headers: keyed(), body: carol }),
  'a setting': (seeds) => seeds.projectConfig({ passwordMinLength: 12 }),
  'a mail': (seeds) => seeds.call('project.sendResetPassword', { body: { email: carol.email } }),
  'a place on a waitlist': (seeds, bearer) =>
    seeds.call('account.joinWaitlist', { bearer, path: { feature: 'shared-inbox' } }),
  'an account': (seeds, bearer) => seeds.call('account.createAccount', { bearer, body: { name: 'Second' } }),
  'a client': (seeds, bearer, account_id) =>
    seeds.call('account.createClient', { bearer, path: { account_id }, body: { name: 'Second' } }),
  'a name': (seeds, bearer, account_id) =>
    seeds.call('account.updateAccount', { bearer, path: { account_id }, body: { name: 'Second' } as never }),
  'a user who is gone': async (seeds) => {
    const { body } = (await seeds.call('project.listUsers', { bearer: demoProject.apiKey }))!
    const [{ id }] = (body as { data: [{ id: string }] }).data
    return seeds.call('project.deleteUsers', { bearer: demoProject.apiKey, body: { userIds: [id] } })
  },
}

describe.each(targets.filter(({ name }) => name !== 'mock'))('a look at the world of $name', (target) => {
  it.each(Object.entries(writes))('sees %s', async (_name, write) => {
    await resetWorld(target)
    const seeds = seedsOf(target)
    const { tokens, accountId } = await seeds.user(alice)
    await seeds.appUser(carol)
    const { look } = await atRest(await openEyes(target, tokens.access_token, 'account'))
    const before = await look()
    expect(await look()).toEqual(before)
    await write(seeds, tokens.access_token, accountId)
    expect(await look()).not.toEqual(before)
  })
})

it('a list that is refused is compared whole, and told without its secrets', async () => {
  let status = 200
  const text = JSON.stringify({ access_token: 'QbLdBV3O4bnOu5nafUM1SbX3', note: 'a'.repeat(1000) })
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  }).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { look } = await openEyes({ name: 'remote', baseUrl }, undefined, 'nobody')
    status = 500
    const told = await look().catch((error: Error) => error.message)
    expect(told).toMatch(
      /^\S+: the contract says 200 \(.*\); 500 of .*, \{"access_token":"QbLd…".*, while the world was looked at$/,
    )
    expect(String(told).length).toBeLessThan(400)
    expect(await look('after')).toContain(`project.listUsers 500 ${text}`)
  } finally {
    server.close()
  }
})
