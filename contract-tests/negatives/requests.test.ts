// Each constraint of each operation violated in turn: refused in the surface's own words, and nothing written.
import { beforeAll, describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../../generated/operations.ts'
import { type Answer, breaches, codeOf, statusOf } from '../harness/contract.ts'
import { isUnseenByMock, saysViolation } from '../harness/mock-differences.ts'
import { plausible } from '../harness/plausible.ts'
import { type Sent, request } from '../harness/request.ts'
import { resetWorld, seedsOf } from '../harness/seeds.ts'
import { type Target, targets } from '../harness/target.ts'
import { again } from './again.ts'
import { type Negative, negativesOf } from './requests.ts'
import { type Look, openEyes } from './snapshot.ts'

/** Refused by a rule of their own in the words of a faulty request, since the plausible one comes from nowhere. */
const refusedByRule: Partial<Record<OperationId, string>> = {
  'oauth.finishProviderSignIn': 'This sign-in was not begun in this browser',
  'oauth.finishProviderForm': 'This sign-in was not begun in this browser',
}

const ids = Object.keys(operations) as OperationId[]

describe.each(targets)('negatives on $name', (target) => {
  describe.each(ids)('%s', (id) => {
    let sound: Sent<OperationId>
    let look: Look
    let before: readonly string[]
    beforeAll(async () => {
      await resetWorld(target)
      sound = await plausible(seedsOf(target), id)
      if (target.name === 'mock') return
      look = await openEyes(target, sound.bearer)
      before = await look()
    })

    for (const negative of negativesOf(id)) {
      if (target.name === 'mock' && isUnseenByMock(id, negative.title)) continue
      it(negative.title, async () => {
        const answer = await request(target.baseUrl, id, negative.spoil(sound))
        const repeat = again(target.name, id, negative.title)
        expect(problemsWith(target, id, negative, answer), repeat).toEqual([])
      })
    }

    if (target.name !== 'mock') {
      it('nothing of all this was written', async () => {
        expect(await look(), again(target.name, id)).toEqual(before)
      })
    }

    it('and without a fault it is not refused so', async () => {
      const answer = await request(target.baseUrl, id, sound)
      const isRefused = target.name === 'mock' ? saysViolation(answer) : codeOf(id, answer) === 'invalid_request'
      const rule = refusedByRule[id]
      if (rule && target.name !== 'mock') expect(answer.text).toContain(rule)
      else expect(isRefused && answer.text).toBe(false)
    })
  })
})

/** What an answer to a faulty request has wrong. */
const problemsWith = (target: Target, id: OperationId, { error, field }: Negative, answer: Answer): string[] => {
  if (target.name === 'mock') {
    return saysViolation(answer) ? [] : [`the mock sees nothing wrong: ${answer.status} ${answer.text.slice(0, 200)}`]
  }
  const status = statusOf(id, error)
  if (answer.status !== status) return [`answers ${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`]
  return [
    ...breaches(id, answer),
    ...(codeOf(id, answer) === error ? [] : [`is not the refusal ${error}: ${answer.text.slice(0, 300)}`]),
    ...(field === undefined || answer.text.toLowerCase().includes(field.toLowerCase())
      ? []
      : [`does not name ${field}: ${answer.text.slice(0, 300)}`]),
  ]
}
