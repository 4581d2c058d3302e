// Playwright: a sandbox for each worker, or one that is up; and what a test asks of it, as fixtures.
import { type BrowserContext, type Page, test as base } from '@playwright/test'
import { type BrowserSession, type StorageState, carryRun, putInto, reload, storageStateOf } from './browser-session.ts'
import { type NewUser, type SandboxCalls, type TestUser, createSandboxCalls } from './sandbox-calls.ts'
import { type TestServer, openTestServer, urlFromEnvironment } from './server.ts'

export { expect } from '@playwright/test'
export { storageStateOf } from './browser-session.ts'
export type { BrowserSession, StorageState } from './browser-session.ts'
export type {
  Mail,
  NewUser,
  NextFault,
  OperationId,
  SandboxCalls,
  Surface,
  TestUser,
  WantedMail,
} from './sandbox-calls.ts'

/** What `use` of a Playwright configuration may say. */
export interface WorkerOptions {
  /** A service that is up already, sandbox or mock; by default that of `COUNTERSIGN_URL`, else one in each worker. */
  readonly sandboxUrl: string | undefined
  /** Settings of `countersign dev`, such as `LIMITS`, for one in each worker. */
  readonly sandboxSettings: Readonly<Record<string, string>>
}

/** The same, for a test or a file. */
export interface TestOptions {
  /** The app's client, where it is not the sandbox's own. */
  readonly clientId: string
  /** The cookie of an app that renders on a server. */
  readonly sessionCookie: string
}

export interface Fixtures extends Pick<
  SandboxCalls,
  'createUser' | 'mailTo' | 'codeFor' | 'linkFor' | 'expireSession' | 'advance' | 'failNext'
> {
  /** All that a test may ask of the service. */
  readonly sandbox: SandboxCalls
  /** Signs somebody in in a page's browser, without a form: a new user, or one who was made. */
  readonly signInAs: (page: Page, user?: TestUser | NewUser) => Promise<TestUser>
  /** The same as a storage state, for `browser.newContext` or a file. */
  readonly storageStateFor: (user: Pick<TestUser, 'tokens'>) => StorageState
  /** Has the pages of a context that the test made meet its faults. Those of the fixture `context` do so by themselves. */
  readonly carryRun: (context: BrowserContext) => Promise<void>
}

const isMade = (user: TestUser | NewUser): user is TestUser => 'tokens' in user

export const test = base.extend<TestOptions & Fixtures, WorkerOptions & { readonly sandboxServer: TestServer }>({
  sandboxUrl: [urlFromEnvironment(), { option: true, scope: 'worker' }],
  sandboxSettings: [{}, { option: true, scope: 'worker' }],
  clientId: ['cid_inbox_manager', { option: true }],
  sessionCookie: ['countersign_session', { option: true }],

  sandboxServer: [
    async ({ sandboxUrl, sandboxSettings }, use) => {
      const server = await openTestServer(sandboxUrl, sandboxSettings)
      await use(server)
      await server.close()
    },
    { scope: 'worker' },
  ],

  sandbox: async ({ sandboxServer: { url, isOwn } }, use, { config: { workers } }) => {
    const isShared = !isOwn && workers > 1
    const keepsClock = `advance moves the clock of ${url} under the tests of ${workers} workers: set workers to 1, or leave out sandboxUrl, so that each has a service of its own.`
    const sandbox = createSandboxCalls(url, { isOwn, ...(isShared && { keepsClock }) })
    await use(sandbox)
    await sandbox.end()
  },

  createUser: ({ sandbox }, use) => use(sandbox.createUser),
  mailTo: ({ sandbox }, use) => use(sandbox.mailTo),
  codeFor: ({ sandbox }, use) => use(sandbox.codeFor),
  linkFor: ({ sandbox }, use) => use(sandbox.linkFor),
  expireSession: ({ sandbox }, use) => use(sandbox.expireSession),
  advance: ({ sandbox }, use) => use(sandbox.advance),

  // Only a test that sets a fault has its requests looked at: Chromium answers preflights itself from then on.
  failNext: async ({ sandbox, context }, use) => {
    let isCarried = false
    await use(async (operation, fault) => {
      if (!isCarried) await carryRun(context, sandbox)
      isCarried = true
      await sandbox.failNext(operation, fault)
    })
  },
  carryRun: ({ sandbox }, use) => use((context) => carryRun(context, sandbox)),

  storageStateFor: ({ sandbox, clientId, sessionCookie, baseURL }, use) =>
    use((user) => {
      const session: BrowserSession = { url: sandbox.url, clientId, appUrl: baseURL, cookieName: sessionCookie }
      return storageStateOf(user, session)
    }),

  signInAs: ({ createUser, storageStateFor }, use) =>
    use(async (page, user = {}) => {
      const made = isMade(user) ? user : await createUser(user)
      await putInto(page.context(), storageStateFor(made))
      await reload(page)
      return made
    }),
})
