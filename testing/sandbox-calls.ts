// What a test asks of the service: people, mails, faults and time. All of it is in the contract, below /sandbox/.
import type { OperationId, Wire } from '../generated/operations.ts'

export type Mail = Wire['Mail']
export type Surface = Wire['CreateSandboxUser']['surface']
export type { OperationId }

export interface TestUser {
  /** As the surface writes it. */
  readonly id: string
  readonly email: string
  readonly password: string
  readonly verified: boolean
  /** What `expireSession` takes. */
  readonly sessionId: string
  readonly tokens: Wire['SandboxTokens']
}

export interface NewUser {
  /** Where their first session is; `account` unless told otherwise. */
  readonly surface?: Surface
  /** One that nobody has, unless told otherwise. */
  readonly email?: string
  readonly password?: string
  /** Whether they have proven their address: yes, unless told otherwise. */
  readonly verified?: boolean
}

export interface WantedMail {
  /** What it is about, such as `magic_link`; any kind unless told otherwise. */
  readonly kind?: string
  /** Only a mail that came later than this one. */
  readonly after?: Mail
  /** How long to wait for it, ms: 5,000 unless told otherwise. */
  readonly timeoutMs?: number
}

export interface NextFault {
  /** A status that the operation declares. */
  readonly status?: number
  /** The name of one of its examples, such as the code of a refusal. */
  readonly example?: string
  /** How long each call waits. */
  readonly delayMs?: number
  /** How many calls meet it: one unless told otherwise. */
  readonly times?: number
  /** Whether it meets calls of everybody on this machine, and not those of this test alone. */
  readonly everybody?: boolean
}

export interface SandboxCalls {
  /** The service's address. */
  readonly url: string
  /** Who carries these meets the faults of this test: `X-Sandbox-Run`. */
  readonly headers: Readonly<Record<string, string>>
  /** Sends with them. */
  readonly fetch: typeof fetch
  /** Makes somebody who can sign in, and signs them in. */
  createUser(user?: NewUser): Promise<TestUser>
  /** The newest mail to an address, waiting for it. */
  mailTo(email: string, wanted?: WantedMail): Promise<Mail>
  /** The code of the newest mail that has one. */
  codeFor(email: string, wanted?: WantedMail): Promise<string>
  /** The link of the newest mail that has one. */
  linkFor(email: string, wanted?: WantedMail): Promise<string>
  /** Ends a session, as if its time were over. */
  expireSession(session: string | Pick<TestUser, 'sessionId'>): Promise<void>
  /** Moves the clock by seconds, for everybody who asks this service. */
  advance(seconds: number): Promise<void>
  /** Makes the next calls of an operation fail, or wait. */
  failNext(operation: OperationId, fault: NextFault): Promise<void>
  /** Ends the faults that are left of this test. */
  endFaults(): Promise<void>
  /** Empties the service, for everybody: people, mails, faults; and puts back the clock. */
  reset(): Promise<void>
  /** What a test leaves behind ends: its faults, and where the service is its own, the time that it moved to. */
  end(): Promise<void>
}

export interface CallsOptions {
  /** Nobody else asks this service. */
  readonly isOwn: boolean
  /** Why the clock must stand still, where others go by it. */
  readonly keepsClock?: string
}

const passwordOfAll = 'correct horse battery'
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Calls of one test: its run is its own, so that nobody else meets its faults. */
export const createSandboxCalls = (url: string, { isOwn, keepsClock }: CallsOptions): SandboxCalls => {
  const run = crypto.randomUUID()
  const headers = { 'X-Sandbox-Run': run }
  let setsForEverybody = false
  let hasMoved = false

  const ask = async <Answer>(path: string, init: RequestInit = {}): Promise<Answer> => {
    const answer = await fetch(url + path, init).catch((cause: unknown) => {
      throw new Error(`Nothing answers at ${url}. Is the sandbox up?`, { cause })
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${url}${path} answers ${answer.status}: ${text}`)
    return JSON.parse(text) as Answer
  }

  const post = <Answer>(path: string, body?: object): Promise<Answer> =>
    ask<Answer>(path, {
      method: 'POST',
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    })

  const waitForMail = async (
    email: string,
    { kind, after, timeoutMs = 5_000 }: WantedMail,
    what: string,
    counts: (mail: Mail) => boolean,
  ): Promise<Mail> => {
    const deadline = performance.now() + timeoutMs
    for (;;) {
      const { messages } = await ask<Wire['Mailbox']>(`/sandbox/mailbox.json?to=${encodeURIComponent(email)}`)
      const known = after ? messages.findIndex(({ id }) => id === after.id) : -1
      const newer = known < 0 ? messages : messages.slice(0, known)
      const found = newer.find((mail) => (kind === undefined || mail.kind === kind) && counts(mail))
      if (found) return found
      if (performance.now() > deadline) {
        const seen = messages.map((mail) => mail.kind).join(', ') || 'none'
        throw new Error(`No ${what} to ${email} came within ${timeoutMs} ms. Mails to that address: ${seen}.`)
      }
      await pause(50)
    }
  }

  const codeOrLink = async (email: string, wanted: WantedMail, field: 'code' | 'link'): Promise<string> =>
    (await waitForMail(email, wanted, `mail with a ${field}`, (mail) => mail[field] !== null))[field]!

  const endFaults = async (): Promise<void> => {
    await ask(`/sandbox/faults?run=${run}`, { method: 'DELETE' })
    if (setsForEverybody) await ask('/sandbox/faults', { method: 'DELETE' })
    setsForEverybody = false
  }

  const reset = async (): Promise<void> => {
    await post('/sandbox/reset')
    setsForEverybody = false
    hasMoved = false
  }

  return {
    url,
    headers,

    fetch: (input, init) => {
      const request = new Request(input, init)
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
      return fetch(request)
    },

    createUser: async ({ surface = 'account', email, password = passwordOfAll, verified = true } = {}) => {
      const address = email ?? `test-${crypto.randomUUID()}@example.test`
      const body = { surface, email: address, password, verified }
      const made = await post<Wire['SandboxSignedIn']>('/sandbox/users', body)
      return { ...made.user, password, sessionId: made.sessionId, tokens: made.tokens }
    },

    mailTo: (email, wanted = {}) =>
      waitForMail(email, wanted, `mail${wanted.kind ? ` ${wanted.kind}` : ''}`, () => true),
    codeFor: (email, wanted = {}) => codeOrLink(email, wanted, 'code'),
    linkFor: (email, wanted = {}) => codeOrLink(email, wanted, 'link'),

    expireSession: async (session) => {
      await post(`/sandbox/sessions/${typeof session === 'string' ? session : session.sessionId}/expire`)
    },

    advance: async (seconds) => {
      if (keepsClock) throw new Error(keepsClock)
      hasMoved = true
      await post('/sandbox/clock', { advance: seconds })
    },

    failNext: async (operation, { everybody = false, ...fault }) => {
      setsForEverybody ||= everybody
      await post('/sandbox/faults', { operation, ...fault, ...(!everybody && { run }) })
    },

    endFaults,
    reset,

    end: async () => {
      await endFaults()
      // People made in the moved time would have sessions of the future.
      if (isOwn && hasMoved) await reset()
    },
  }
}
