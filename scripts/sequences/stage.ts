// Asks the server for one sequence, and looks at every answer: the contract, what a refusal wrote, and whose rows it shows.
import type { Agent } from 'node:http'
import { request } from 'node:http'
import { type OperationId, operations } from '../../generated/operations.ts'
import { toAnswer } from '../../contract-tests/harness/requests/answer.ts'
import { breaches } from '../../contract-tests/harness/recorder/breaches.ts'
import { type Answer, codeOf } from '../../contract-tests/harness/contract/contract.ts'
import { type Call, type Model, type Sending, type Session, domain, isOwn, mayRead } from './model.ts'
import { type Server, callHeader } from './server.ts'

const invariant = Symbol('invariant')

/** What a sequence finds, in one sentence. */
export const found = (sentence: string): Error => new Error(sentence, { cause: invariant })

export const isFinding = (error: unknown): error is Error => error instanceof Error && error.cause === invariant

/** Whose a row is: the same for all sequences at once. */
export interface Owned {
  readonly lane: number
  readonly kind: 'account' | 'session' | 'person'
  readonly person: string
}

export interface Stage {
  readonly server: Server
  readonly model: Model
  readonly owned: Map<string, Owned>
  readonly agent: Agent
  /** How often it has asked. */
  calls: number
}

/** Counted, whoever asks: they say that something was tried, and give nobody anything. */
const counts = new Set(['rateLimits', 'failureStreaks', 'auditEvents', 'refreshAnswers'])

/** Refusals that do write, and why they must. */
const writing: Readonly<Record<string, readonly string[]>> = {
  // The ticket that the second step goes on with.
  second_factor_required: ['oneTimeTokens'],
  // Both are told that the address is theirs; what the second one typed waits for the link that proves it.
  user_exists: ['outbox', 'users', 'signUps', 'oneTimeTokens'],
}

export interface Asking {
  /** Whose session it is. */
  readonly as?: Session | undefined
  /** The tables that its refusal may write to, beside those that its code does. */
  readonly mayWrite?: readonly string[]
}

let next = 0

const send = (agent: Agent, url: URL, method: string, headers: Record<string, string>, body: string | undefined) =>
  new Promise<Answer>((resolve, reject) => {
    const asked = request(url, { agent, method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const pairs = answer.rawHeaders.flatMap((name, index, all): [string, string][] =>
          index % 2 === 0 ? [[name, all[index + 1]!]] : [],
        )
        resolve(toAnswer(answer.statusCode!, new Headers(pairs), Buffer.concat(chunks).toString()))
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const address = new RegExp(`[a-z0-9.]+@${domain.replace('.', '\\.')}`, 'g')

/** What an answer shows that whoever asked may not see, beside what they named themselves. */
const foreignIn = ({ model, owned }: Stage, session: Session, asked: string, text: string): string | undefined => {
  const { accounts, emails } = mayRead(model, session)
  for (const [id] of text.matchAll(uuid)) {
    const owner = owned.get(id)
    if (!owner || asked.includes(id)) continue
    if (owner.lane !== model.lane) return `the ${owner.kind} ${id}, which is another sequence's`
    if (owner.kind === 'account' && !accounts.has(id))
      return `the account ${id}, which ${session.person.name} is not in`
    const person = model.people.get(owner.person)
    if (owner.kind === 'session' && person && !isOwn(session, person))
      return `the session ${id}, which is ${owner.person}'s`
  }
  for (const [email] of text.matchAll(address)) {
    if (!emails.has(email) && !asked.includes(email))
      return `the address ${email}, which ${session.person.name} does not meet`
  }
  return undefined
}

const look = (
  stage: Stage,
  id: OperationId,
  answer: Answer,
  writes: readonly string[],
  asked: string,
  asking: Asking,
) => {
  const broken = breaches(id, answer)
  if (broken.length > 0) throw found(`${id} answers ${answer.status}, which breaks the contract: ${broken.join('; ')}`)
  if (answer.status >= 500) throw found(`${id} answers ${answer.status} ${answer.text.slice(0, 200)}`)
  const code = answer.status >= 400 ? (codeOf(id, answer) ?? String(answer.status)) : undefined
  if (code === 'invalid_request' || code === 'too_many_requests') throw new Error(`${id}: ${answer.text}`)
  if (code !== undefined) {
    const may = [...(writing[code] ?? []), ...(asking.mayWrite ?? [])]
    const wrote = writes.filter((table) => !counts.has(table) && !may.includes(table))
    if (wrote.length > 0) throw found(`${id} refuses with ${code} and writes to ${[...new Set(wrote)].join(', ')}`)
  }
  const foreign = asking.as && foreignIn(stage, asking.as, asked, answer.text)
  if (foreign) throw found(`${id} shows ${asking.as.person.name} ${foreign}`)
}

/** One call, and all that holds for every answer. */
export const ask = async (stage: Stage, { id, sent }: Call, asking: Asking = {}): Promise<Answer> => {
  const operation = id as OperationId
  const { method, path } = operations[operation]
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sent.path?.[name] ?? ''))
  const url = new URL(stage.server.baseUrl + filled)
  for (const [name, value] of Object.entries(sent.query ?? {})) url.searchParams.set(name, value)
  const body = sent.form ? new URLSearchParams(sent.form).toString() : JSON.stringify(sent.body)
  next += 1
  const call = next
  const answer = await send(stage.agent, url, method.toUpperCase(), headersOf(call, sent, body), body)
  stage.calls += 1
  look(stage, operation, answer, stage.server.takeWrites(call), `${url.href} ${body ?? ''}`, asking)
  return answer
}

const headersOf = (call: number, sent: Sending, body: string | undefined): Record<string, string> => ({
  [callHeader]: String(call),
  accept: 'application/json',
  ...sent.headers,
  ...(sent.bearer !== undefined && { authorization: `Bearer ${sent.bearer}` }),
  ...(sent.form && { 'content-type': 'application/x-www-form-urlencoded' }),
  ...(!sent.form && body ? { 'content-type': 'application/json' } : {}),
})

const whoOf = ({ as }: Asking) => (as ? `${as.person.name} (${as.surface})` : 'somebody')

/** A call that has to do it. */
export const must = async (stage: Stage, call: Call, asking: Asking = {}, why = ''): Promise<Answer> => {
  const answer = await ask(stage, call, asking)
  if (answer.status < 400) return answer
  throw found(
    `${call.id} refuses ${whoOf(asking)} with ${answer.status} ${answer.text.slice(0, 160)}${why && `: ${why}`}`,
  )
}

/** A call that has to be refused. */
export const mustRefuse = async (stage: Stage, call: Call, why: string, asking: Asking = {}): Promise<Answer> => {
  const answer = await ask(stage, call, asking)
  if (answer.status >= 400) return answer
  throw found(`${call.id} answers ${answer.status} to ${whoOf(asking)}: ${why}`)
}

export const bodyOf = <Body>(answer: Answer): Body => answer.body as Body
