// The sandbox for any test runner.
import { type SandboxCalls, createSandboxCalls } from './sandbox-calls.ts'
import { openTestServer, urlFromEnvironment } from './server.ts'

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

export interface Sandbox extends SandboxCalls {
  /** The same service for another test, which does not meet the faults of this one. */
  forTest(): SandboxCalls
  close(): Promise<void>
}

export interface SandboxOptions {
  /** A service that is up already, sandbox or mock; by default that of `COUNTERSIGN_URL`, else one in this process. */
  readonly url?: string
  /** Settings of `countersign dev`, such as `LIMITS`, for one in this process. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Opens a sandbox in the memory of this process, on a free port. */
export const openSandbox = async ({ url = urlFromEnvironment(), settings }: SandboxOptions = {}): Promise<Sandbox> => {
  const server = await openTestServer(url, settings)
  const forTest = () => createSandboxCalls(server.url, server)
  const own = forTest()
  return {
    ...own,
    forTest,
    close: async () => {
      await own.end()
      await server.close()
    },
  }
}
