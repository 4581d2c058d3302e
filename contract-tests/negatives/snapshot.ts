// The world as those see it who may see most of it, by public operations alone: what a refused request must leave as it was.
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { OperationId, Wire } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { demoApp, demoPlatform, demoProject } from '../harness/fixtures/people.ts'
import { type Sent, request } from '../harness/requests/request.ts'
import { isAbsent, isAsked } from '../harness/requests/selection.ts'
import { endUnmade } from '../harness/seeds/unmade.ts'
import type { Target } from '../harness/seeds/world.ts'

/**
 * Reads the same lists each time it is called. Before anything faulty was asked each has to be there; afterwards one that is refused is
 * what is seen.
 */
export type Look = (when?: 'before' | 'after') => Promise<readonly string[]>

/** A way to look at a world, and what was seen of it at first. */
export interface Eyes {
  readonly look: Look
  readonly seen: readonly string[]
}

/** Of a target that keeps nothing. */
export const blind: Eyes = { look: () => Promise.resolve([]), seen: [] }

type Question = readonly [OperationId, Sent<OperationId>]
type Ask = (question: Question) => ReturnType<typeof request>

/** What was refused to whoever came in some way, by target and way: it is asked in no other world of theirs. */
const closed = new Map<string, Set<OperationId>>()

/**
 * Sees all users, keys, sessions, settings and mails of the sandbox, and what the holder of the token sees, who came in this way; of a part of the
 * contract, what is there of that.
 */
export const openEyes = async ({ baseUrl }: Target, bearer: string | undefined, way: string): Promise<Eyes> => {
  const ask: Ask = ([id, sent]) => request(baseUrl, id, sent)
  const whole: readonly Question[] = [
    ['project.listUsers', { bearer: demoProject.apiKey, query: { limit: 100 } }],
    ['project.getConfig', { bearer: demoProject.apiKey }],
    ['service.listMail', {}],
    ...ofTenant(await ownerOf(ask), demoApp.applicationId),
  ]
  const refused = closed.get(`${baseUrl} ${way}`) ?? new Set()
  closed.set(`${baseUrl} ${way}`, refused)
  const ofBearer = bearer === undefined ? [] : await ofHolder(ask, bearer, refused)
  const there = [...whole, ...ofBearer].filter(([id]) => !isAbsent(id))
  const first = await Promise.all(there.map(ask))
  // What the run is about must show all; of the rest, and of what a token may open, serves what there is.
  const isShown = (question: Question, { status }: Answer) =>
    status === 200 || (whole.includes(question) && isAsked(question[0]))
  const shown = there
    .map((question, index) => ({ question, answer: first[index]! }))
    .filter(({ question, answer }) => isShown(question, answer))
  for (const [index, question] of there.entries()) {
    const isRefused = [401, 403].includes(first[index]!.status)
    if (isRefused && ofBearer.includes(question)) refused.add(question[0])
  }
  return {
    seen: shown.map(({ question, answer }) => textOf(question, answer, 'before')),
    look: (when = 'before') =>
      Promise.all(shown.map(async ({ question }) => textOf(question, await ask(question), when))),
  }
}

const textOf = ([id]: Question, answer: Answer, when: 'before' | 'after'): string => {
  const { status, text } = answer
  if (status === 200) return `${id} ${text}`
  if (when === 'after') return `${id} ${status} ${text}`
  return endUnmade(id, answer, 'while the world was looked at')
}

/** The same in a world at rest: what was queued while it was made, mails above all, arrives a moment later. */
export const atRest = async ({ look, seen }: Eyes): Promise<Eyes> => {
  let before = seen
  for (let round = 0; round < 20; round += 1) {
    const now = await look()
    if (isDeepStrictEqual(now, before)) return { look, seen: now }
    before = now
    await setTimeout(50)
  }
  throw new Error('The world does not come to rest.')
}

/** A token of whoever runs the sandbox's tenant. */
const ownerOf = async (ask: Ask): Promise<string> => {
  if (isAbsent('platform.login')) return ''
  const { body } = await ask(['platform.login', { body: demoPlatform } as never])
  return (body as Partial<Wire['TokenPair']> | null)?.access_token ?? ''
}

const ofTenant = (bearer: string, appId: string): Question[] => [
  ['platform.listApplications', { bearer }],
  ...(['listAppUsers', 'listAppApiKeys', 'listAppSessions', 'listAppAuditLogs', 'getApplicationStats'] as const).map(
    (name): Question => [`platform.${name}`, { bearer, path: { appId } as never }],
  ),
]

/** Lists of which the token may open some. */
const ofHolder = async (ask: Ask, bearer: string, refused: ReadonlySet<OperationId>): Promise<Question[]> => {
  const knowsMe = !isAbsent('account.me') && !refused.has('account.me')
  const me = knowsMe ? (await ask(['account.me', { bearer }])).body : undefined
  const { active_membership } = (me ?? {}) as Partial<Wire['SessionProfile']>
  const lists = ['listMembers', 'listClients', 'listInvitations', 'listChildAccounts'] as const
  const all: Question[] = [
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
  ]
  return all.filter(([id]) => !refused.has(id))
}
