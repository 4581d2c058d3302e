// The world as those see it who may see most of it, by public operations alone: what a refused request must leave as it was.
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { OperationId, Wire } from '../../generated/operations.ts'
import { demoApp, demoPlatform, demoProject } from '../harness/people.ts'
import { type Sent, request } from '../harness/request.ts'
import type { Target } from '../harness/target.ts'

/** Reads the same lists each time it is called. */
export type Look = () => Promise<readonly string[]>

type Question = readonly [OperationId, Sent<OperationId>]

/** Sees all users, keys, sessions, settings and mails of the sandbox; and what the holder of the token sees. */
export const openEyes = async ({ baseUrl }: Target, bearer: string | undefined): Promise<Look> => {
  const ask = ([id, sent]: Question) => request(baseUrl, id, sent)
  const owner = (await ask(['platform.login', { body: demoPlatform } as never])).body as Wire['TokenPair']
  const questions: readonly Question[] = [
    ['project.listUsers', { bearer: demoProject.apiKey, query: { limit: 100 } }],
    ['project.getConfig', { bearer: demoProject.apiKey }],
    ['service.listMail', {}],
    ...ofTenant(owner.access_token, demoApp.applicationId),
    ...(bearer === undefined ? [] : await ofHolder(ask, bearer)),
  ]
  const look: Look = () =>
    Promise.all(
      questions.map(async (question) => {
        const { status, text } = await ask(question)
        if (status !== 200) throw new Error(`${question[0]} answered ${status} ${text} while looking at the world`)
        return `${question[0]} ${text}`
      }),
    )
  await untilStill(look)
  return look
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
  ...(['listAppUsers', 'listAppApiKeys', 'listAppSessions', 'getApplicationStats'] as const).map((name): Question => [
    `platform.${name}`,
    { bearer, path: { appId } as never },
  ]),
]

/** Whatever of these lists the token opens. */
const ofHolder = async (
  ask: (question: Question) => ReturnType<typeof request>,
  bearer: string,
): Promise<Question[]> => {
  const me = (await ask(['account.me', { bearer }])).body as Wire['SessionProfile']
  const path = { account_id: me.active_membership?.account_id ?? '' } as never
  const lists = ['listMembers', 'listClients', 'listInvitations', 'listChildAccounts'] as const
  const asked: Question[] = [
    ['account.me', { bearer }],
    ['account.listAccounts', { bearer }],
    ['account.listWaitlists', { bearer }],
    ...lists.map((name): Question => [`account.${name}`, { bearer, path }]),
    ['platform.listApplications', { bearer }],
    ['platform.getMe', { bearer }],
    ['project.getCurrentUser', { bearer }],
    ['app.getMe', { bearer, headers: { 'x-publishable-key': demoApp.publishableKey } }],
    ['app.getRemainingBackupCodes', { bearer, headers: { 'x-publishable-key': demoApp.publishableKey } }],
  ]
  const answers = await Promise.all(asked.map(ask))
  return asked.filter((_, index) => answers[index]!.status === 200)
}
