// A second factor that the sandbox's application requires.
import { expect } from 'vitest'
import type { Wire } from '../../../generated/operations.ts'
import { demoApp, demoPlatform } from '../fixtures/people.ts'
import type { Seeds } from './seeds.ts'

type Requirement = NonNullable<Wire['AuthConfig']['requireSecondFactor']>

export const requireFactor = (seeds: Seeds, requireSecondFactor: Requirement) =>
  setRules(seeds, { requireSecondFactor })

/** Changes what the application of the sandbox asks. */
export const setRules = async (seeds: Seeds, authConfig: Wire['AuthConfig']) => {
  const bearer = ((await seeds.call('platform.login', { body: demoPlatform }))?.body as Wire['TokenPair'] | undefined)
    ?.access_token
  if (bearer === undefined) return
  const path = { appId: demoApp.applicationId }
  const changed = await seeds.call('platform.updateApplication', {
    bearer,
    path,
    body: { authConfig },
  })
  expect(changed?.status).toBe(200)
}
