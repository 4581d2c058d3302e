// A company's directory at a server of the tests: a token that an administrator makes, and what it sends.
import { sandboxCredentials, sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import type { Wire } from '../../generated/operations.ts'
import { type Received, type Send, type Sending } from '../server-for-tests.ts'

export const json = <T>({ text }: Received): T => JSON.parse(text) as T

const { email, password } = sandboxCredentials.platform

/** An administrator of the sandbox, at the paths of its application. */
export const administer = async (send: Send) => {
  const { access_token: bearer } = json<{ access_token: string }>(
    await send('POST /api/platform/auth/login', { body: { email, password } }),
  )
  const app = `/api/platform/applications/${sandboxCredentials.app.applicationId}`
  const ask = async <T>(line: `${string} ${string}`, body?: object): Promise<T> => {
    const [method, path] = line.split(' ') as [string, string]
    const answer = await send(`${method} ${app}${path}`, { bearer, ...(body && { body }) })
    if (answer.status >= 300) throw new Error(`${line}: ${answer.status} ${answer.text}`)
    return answer.text === '' ? ({} as T) : json<T>(answer)
  }
  return {
    ask,
    /** A token of the environment, or of one organization. */
    tokenFor: async (organizationId: string | null = null): Promise<{ id: string; token: string }> => {
      const body = { name: 'Directory', environmentId: sandboxEnvironmentId, keyType: 'scim', organizationId }
      const { data } = await ask<Wire['CreatedApiKeyAnswer']>('POST /api-keys', body)
      return { id: data.id, token: data.key }
    },
    organization: async (slug: string): Promise<string> => {
      const body = { name: slug, slug, environmentId: sandboxEnvironmentId }
      return (await ask<Wire['OrganizationAnswer']>('POST /organizations', body)).data.id
    },
  }
}

const urn = (name: string) => `urn:ietf:params:scim:schemas:core:2.0:${name}`

export const userOf = (userName: string, more: object = {}) => ({ schemas: [urn('User')], userName, ...more })
export const groupOf = (displayName: string, members: readonly string[] = [], more: object = {}) => ({
  schemas: [urn('Group')],
  displayName,
  members: members.map((value) => ({ value })),
  ...more,
})
export const patchOf = (...Operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})
export const searchOf = (more: object) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
  ...more,
})

/** What a directory with that token sends. */
export const directoryWith = (send: Send, token: string) => {
  const ask = (line: `${string} ${string}`, sending: Sending = {}) => {
    const [method, path] = line.split(' ') as [string, string]
    return send(`${method} /scim/v2${path}`, { bearer: token, ...sending })
  }
  return {
    token,
    ask,
    find: (kind: 'Users' | 'Groups', filter: string) => ask(`GET /${kind}?filter=${encodeURIComponent(filter)}`),
    makeUser: async (userName: string, more: object = {}): Promise<Wire['ScimUser']> => {
      const answer = await ask('POST /Users', { body: userOf(userName, more) })
      if (answer.status !== 201) throw new Error(`${userName}: ${answer.status} ${answer.text}`)
      return json(answer)
    },
    makeGroup: async (displayName: string, members: readonly string[] = []): Promise<Wire['ScimGroup']> => {
      const answer = await ask('POST /Groups', { body: groupOf(displayName, members) })
      if (answer.status !== 201) throw new Error(`${displayName}: ${answer.status} ${answer.text}`)
      return json(answer)
    },
  }
}
