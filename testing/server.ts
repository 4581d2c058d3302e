// The service that tests ask: one of their own in this process, or one that is up already.

/** Where tests find a service that is up; without it each worker has one of its own. */
export const urlFromEnvironment = (): string | undefined => process.env.COUNTERSIGN_URL || undefined

export interface TestServer {
  readonly url: string
  /** Whether nobody else asks it: then its clock and all that it holds are this worker's. */
  readonly isOwn: boolean
  close(): Promise<void>
}

/** `settings` are those of `countersign dev`, for one of our own; somebody else's has its own. */
export const openTestServer = async (
  url: string | undefined,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestServer> => {
  if (url !== undefined) return { url: url.replace(/\/+$/, ''), isOwn: false, close: () => Promise.resolve() }
  // Where somebody else's is asked, ours need not be read.
  const { openSandbox } = await import('../server/open-sandbox.ts')
  return { ...(await openSandbox(settings)), isOwn: true }
}
