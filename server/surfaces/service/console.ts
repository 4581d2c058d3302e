import { operations } from '../../../generated/operations.ts'
import type { Context } from '../../context.ts'
import { giveSecondFactor as give, withSecondFactor } from '../../identity/factors/second-factor.ts'
import { deleteUsers } from '../../identity/people/delete-users.ts'
import { sandboxEnvironmentId } from '../../model/sandbox-credentials.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import { consolePage } from '../../pages/console.ts'
import {
  listSandboxClients,
  listSandboxPeople,
  listSandboxSessions,
  requireSandboxPerson,
  signInAsPerson,
} from '../../sandbox/people.ts'
import type { LoggedRequest } from '../../model/logged-requests.ts'
import type { Handle, Wire } from '../handle.ts'
import { toTokens } from './issued-tokens.ts'

export const showConsole: Handle<'service.showConsole'> = async (_request, ctx) => ({
  status: 200,
  headers: { 'Content-Security-Policy': pagePolicy() },
  body: consolePage({ operations: Object.keys(operations), publicUrl: ctx.config.publicUrl }),
})

export const listRequests: Handle<'service.listRequests'> = async ({ query }, ctx) => ({
  status: 200,
  body: { requests: (ctx.sandbox?.requests.since(query.after ?? 0) ?? []).map((request) => toRequest(ctx, request)) },
})

const toRequest = ({ contract }: Context, { at, ...request }: LoggedRequest): Wire['SandboxRequest'] => ({
  ...request,
  at: new Date(at).toISOString(),
  contract: saidOf(contract.document as Published, request),
})

const saidOf = (document: Published, { operation, status }: Pick<LoggedRequest, 'operation' | 'status'>) => {
  if (operation === null) return null
  const { method, path } = operations[operation as keyof typeof operations]
  const response = document.paths[path]?.[method]?.responses[status]
  const named = response?.$ref?.split('/').at(-1)
  const found = named === undefined ? response : document.components.responses[named]
  return found?.description ?? 'The contract has no such answer.'
}

/** As much of the document as is read here. */
interface Published {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>
  readonly components: { readonly responses: Responses }
}

type Responses = Readonly<Record<string, Described>>

interface Described {
  readonly $ref?: string
  readonly description?: string
}

/** Without what the account surface puts before it. */
const bareIdOf = (id: string): string => id.replace(/^uid_/, '')

export const listUsers: Handle<'service.listUsers'> = async (_request, ctx) => {
  const people = await listSandboxPeople(ctx)
  const asked = await withSecondFactor(ctx, people)
  return {
    status: 200,
    body: {
      users: people.map(({ id, email, emailVerifiedAt, isAdministrator, createdAt }) => ({
        id,
        email,
        verified: emailVerifiedAt !== null,
        administrator: isAdministrator,
        secondFactor: asked.has(id),
        createdAt: new Date(createdAt).toISOString(),
      })),
    },
  }
}

export const deleteUser: Handle<'service.deleteUser'> = async ({ path }, ctx) => {
  const { id, environmentId } = await requireSandboxPerson(ctx, bareIdOf(path.user_id))
  await deleteUsers(ctx, environmentId, [id])
  return { status: 200, body: { deleted: true } }
}

export const signInAs: Handle<'service.signInAs'> = async ({ path }, ctx) => {
  const user = await requireSandboxPerson(ctx, bareIdOf(path.user_id))
  const made = await signInAsPerson(ctx, user)
  const surface = user.environmentId === sandboxEnvironmentId ? 'account' : 'platform'
  return {
    status: 201,
    body: { surface, sessionId: made.session.id, tokens: await toTokens(ctx, surface, made) },
  }
}

export const giveSecondFactor: Handle<'service.giveSecondFactor'> = async ({ path }, ctx) => {
  const user = await requireSandboxPerson(ctx, bareIdOf(path.user_id))
  return { status: 201, body: await give(ctx, user) }
}

export const listSessions: Handle<'service.listSessions'> = async (_request, ctx) => ({
  status: 200,
  body: {
    sessions: (await listSandboxSessions(ctx)).map(({ session, email }) => ({
      id: session.id,
      userId: session.userId,
      email,
      surface: session.surface,
      clientId: session.clientId,
      createdAt: new Date(session.createdAt).toISOString(),
      expiresAt: new Date(session.expiresAt).toISOString(),
    })),
  },
})

export const listClients: Handle<'service.listClients'> = async (_request, ctx) => ({
  status: 200,
  body: {
    clients: (await listSandboxClients(ctx)).map(({ id, name, secretHash, redirectUris, allowedOrigins }) => ({
      id,
      name,
      confidential: secretHash !== null,
      redirectUris: [...redirectUris],
      allowedOrigins: [...allowedOrigins],
    })),
  },
})
