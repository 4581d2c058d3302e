// What operations ask of the roles of whoever calls, taken from the contract: with the one permission they answer, without it none does.
import { beforeEach, describe, expect, it } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import type { RefusalOf } from '../generated/refusals.ts'
import { asUser } from './harness/seeds/backend.ts'
import { declared } from './harness/contract/contract.ts'
import { perform } from './harness/dsl/index.ts'
import { alice, bob } from './harness/fixtures/people.ts'
import { plausibleRequest } from './harness/seeds/plausible.ts'
import { request } from './harness/requests/request.ts'
import { resetWorld, seedsOf } from './harness/seeds/seeds.ts'
import { isAsked } from './harness/requests/selection.ts'
import { targets } from './harness/targets/target.ts'

const asking = [...declared.values()].filter(({ id, permission }) => permission !== undefined && isAsked(id))

const words = [...new Set(asking.map(({ permission }) => permission!))]

describe.each(targets)('permissions on $name', (target) => {
  const seeds = seedsOf(target)
  beforeEach(() => resetWorld(target))

  it.each(asking)('$id refuses who holds every other permission', async ({ id, permission }) => {
    const user = await seeds.appCaller(alice)
    await seeds.role(
      user,
      words.filter((word) => word !== permission),
      { hierarchyLevel: 1000 },
    )
    const sent = { ...plausibleRequest(id), ...asUser(user) }
    const error = 'insufficient_permission' as RefusalOf<OperationId>
    await perform(target, id, sent, { error, detail: `Permission: ${permission}.` })
  })

  it.each(asking)('$id refuses whose address nobody has proven', async ({ id }) => {
    const user = await seeds.appNewcomer(bob)
    await seeds.role(user, 'all')
    const error = 'email_not_verified' as RefusalOf<OperationId>
    await perform(target, id, { ...plausibleRequest(id), ...asUser(user) }, { error })
  })
})

describe.each(targets.filter(({ name }) => name !== 'mock'))('a permission on $name', (target) => {
  const seeds = seedsOf(target)
  beforeEach(() => resetWorld(target))

  it.each(asking)('$permission is all that $id asks for', async ({ id, permission }) => {
    const user = await seeds.appCaller(alice)
    await seeds.role(user, [permission!], { hierarchyLevel: 1000 })
    const { status } = await request(target.baseUrl, id, { ...plausibleRequest(id), ...asUser(user) })
    // 404: the examples of the contract name what nobody has.
    expect([200, 404]).toContain(status)
  })
})
