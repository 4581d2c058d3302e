// The world as those see it who may see most of it, by public operations alone: what a refused request must leave as it was.
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { OperationId, Wire } from '../../generated/operations.ts'
import { endFor } from '../harness/requests/elsewhere.ts'
import { maskBody } from '../harness/words/mask.ts'
import { demoApp, demoPlatform, demoProject } from '../harness/fixtures/people.ts'
import { recorder } from '../harness/recorder/recording.ts'
import { type Sent, request } from '../harness/requests/request.ts'
import { isAbsent, isAsked } from '../harness/requests/selection.ts'
import type { Target } from '../harness/seeds/world.ts'

/**
 * Reads the same lists each time it is called. Before anything faulty was asked each has to be there; afterwards one that is refused is
 * what is seen.
 */
export type Look = (when?: 'before' | 'after') => Promise<readonly string[]>

/** Of a target that keeps nothing. */
export const seesNothing: Look = () => Promise.resolve([])

type Question = readonly [OperationId, Sent<OperationId>]

/**
 * Sees all users, keys, sessions, settings and mails of the sandbox, and what the holder of the token sees; of a part of the contract, what
 * is there of that.
 */
export const openEyes = async ({ baseUrl }: Target, bearer: string | undefined): Promise<Look> => {
  const ask: Ask = ([id, sent]) => request(baseUrl, id, sent)
  const whole: readonly Question[] = [
    ['project.listUsers', { bearer: demoProject.apiKey, query: { limit: 100 } }],
    ['project.getConfig', { bearer: demoProject.apiKey }],
    ['service.listMail', {}],
    ...ofTenant(await ownerOf(ask), demoApp.applicationId),
  ]
  const questions = [
    // What the run is about must show all; of the rest serves what there is.
    ...(await opened(ask, whole, ([id]) => isAsked(id))),
    ...(bearer === undefined ? [] : await ofHolder(ask, bearer)),
  ]
  const look: Look = (when = 'before') =>
    Promise.all(
      questions.map(async (question) => {
        const [id] = question
        const answer = await ask(question)
        const { status, text } = answer
        if (status === 200) return `${id} ${text}`
        if (when === 'after') return `${id} ${status} ${text}`
        // What is compared is whole; what is told is not.
        const sentence = `${id} answered ${status} ${maskBody(text).slice(0, 300)} while looking at the world`
        recorder.blame(answer, sentence)
        return endFor(id, sentence)
      }),
    )
  await untilStill(look)
  return look
}

type Ask = (question: Question) => ReturnType<typeof request>

/** Those of the questions that are answered here. */
const opened = async (
  ask: Ask,
  questions: readonly Question[],
  isOwed: (question: Question) => boolean = () => false,
): Promise<Question[]> => {
  const there = questions.filter(([id]) => !isAbsent(id))
  const answers = await Promise.all(there.map((question) => (isOwed(question) ? undefined : ask(question))))
  return there.filter((_, index) => (answers[index]?.status ?? 200) === 200)
}

/** A token of whoever runs the sandbox's tenant. */
const ownerOf = async (ask: Ask): Promise<string> => {
  if (isAbsent('platform.login')) return ''
  const { body } = await ask(['platform.login', { body: demoPlatform } as never])
  return (body as Partial<Wire['TokenPair']> | null)?.access_token ?? ''
}

/** What was queued while the world was made, mails above all, arrives a moment later. */
const untilStill = async (look: Look): Promise<void> => {
  let before: readonly string[] = []
  for (let round = 0; round < 20; round += 1) {
    const now = await look()
    if (isDeepStrictEqual(now, before)) return
    before = now
    await setTimeout(50)
  }
  throw new Error('The world does not come to rest.')
}

const ofTenant = (bearer: string, appId: string): Question[] => [
  ['platform.listApplications', { bearer }],
  ...(['listAppUsers', 'listAppApiKeys', 'listAppSessions', 'listAppAuditLogs', 'getApplicationStats'] as const).map(
    (name): Question => [`platform.${name}`, { bearer, path: { appId } as never }],
  ),
]

/** Whatever of these lists the token opens. */
const ofHolder = async (ask: Ask, bearer: string): Promise<Question[]> => {
  const me = isAbsent('account.me') ? undefined : (await ask(['account.me', { bearer }])).body
  const { active_membership } = (me ?? {}) as Partial<Wire['SessionProfile']>
  const lists = ['listMembers', 'listClients', 'listInvitations', 'listChildAccounts'] as const
  return opened(ask, [
    ['account.me', { bearer }],
    ['account.listAccounts', { bearer }],
    ['account.listWaitlists', { bearer }],
    ...lists.flatMap((name): Question[] =>
      active_membership
        ? [[`account.${name}`, { bearer, path: { account_id: active_membership.account_id } as never }]]
        : [],
    ),
    ['platform.listApplications', { bearer }],
    ['platform.getMe', { bearer }],
    ['project.getCurrentUser', { bearer }],
    ['app.getMe', { bearer, headers: { 'x-publishable-key': demoApp.publishableKey } }],
    ['app.getRemainingBackupCodes', { bearer, headers: { 'x-publishable-key': demoApp.publishableKey } }],
  ])
}
