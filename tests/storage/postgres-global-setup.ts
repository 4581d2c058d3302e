// For vitest's globalSetup: one PostgreSQL a run. Its URL is `inject('postgresUrl')`; null where none can run.
import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres-for-tests.ts'
import type { TestPostgres } from './postgres-for-tests.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string | null
  }
}

let server: TestPostgres | undefined

export const setup = async (project: TestProject): Promise<void> => {
  server = await startPostgres()
  project.provide('postgresUrl', server?.url ?? null)
}

export const teardown = async (): Promise<void> => {
  await server?.stop()
}
