// What goes on beside requests: mail leaves, and what has ended is swept away.
import type { World } from '../context.ts'
import { deliverLogoutNotices } from '../identity/authorization/logout-notices.ts'
import { deliverDueMails } from '../identity/mails/mail.ts'
import { deliverWebhooks } from '../identity/webhooks/deliver.ts'
import { clearDeletedApplications, clearDeletedTenants } from './deleted-applications.ts'
import { foldAllCounts, sweep } from './sweep.ts'

const mailEveryMs = 500
const logoutEveryMs = 500
const webhooksEveryMs = 500
const countsEveryMs = 30_000
const deletionsEveryMs = 5000
const sweepEveryMs = 10 * 60_000

/** Starts the rounds. The function it gives stops them and waits for the one that runs. */
export const startBackground = (world: World): (() => Promise<void>) => {
  const stops = [
    every(mailEveryMs, world, 'mail', () => deliverDueMails(world)),
    every(logoutEveryMs, world, 'logout', () => deliverLogoutNotices(world)),
    every(webhooksEveryMs, world, 'webhooks', () => deliverWebhooks(world)),
    every(countsEveryMs, world, 'counts', () => foldAllCounts(world)),
    every(deletionsEveryMs, world, 'deletions', async () => {
      await clearDeletedApplications(world)
      await clearDeletedTenants(world)
    }),
    every(sweepEveryMs, world, 'sweep', () => sweep(world)),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** One round after the other, never two at once. A round that fails is logged, and the next one tries again. */
const every = (ms: number, world: World, round: string, work: () => Promise<void>): (() => Promise<void>) => {
  let stopped = false
  let running = Promise.resolve()
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(() => {
      const begun = performance.now()
      const counted = (failed: boolean) => world.metrics.round(round, { ms: performance.now() - begun, failed })
      running = work()
        .then(() => counted(false))
        .catch((error: unknown) => {
          counted(true)
          world.log.error({ err: error, round }, 'A background round failed')
        })
        .then(() => (stopped ? undefined : next()))
    }, ms)
    timer.unref()
  }
  next()
  return () => {
    stopped = true
    clearTimeout(timer)
    return running
  }
}
