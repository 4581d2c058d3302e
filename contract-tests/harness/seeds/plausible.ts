// A request that the contract has nothing against, made of its own examples, by somebody who may send it.
import type { OperationId } from '../../../generated/operations.ts'
import { declared, securityScheme } from '../contract/contract.ts'
import { alice, demoApp, demoProject, keyed } from '../fixtures/people.ts'
import { type Sent, form } from '../requests/request.ts'
import type { BackendCaller } from './backend.ts'
import type { Seeds } from './seeds.ts'

/** Path parameters, needed query and body from the contract's examples, and a credential where one is needed. */
export const plausible = async (seeds: Seeds, id: OperationId): Promise<Sent<OperationId>> =>
  withCredential(id, await plausibleCredential(seeds, id))

/** All that operations ask for: who holds them may call each. */
const permissions = [...new Set([...declared.values()].flatMap(({ permission }) => permission ?? []))]

/** Who holds them already. */
const allowed = new WeakSet<BackendCaller>()

/** What shows who asks, and that they may. */
export type Credential = Partial<Sent<OperationId>>

/** Makes somebody who may ask it, and everything else that is asked in the same way. */
export const plausibleCredential = async (seeds: Seeds, id: OperationId): Promise<Credential> => {
  const { permission } = declared.get(id)!
  if (permission === undefined) return credentialFor(seeds, schemesFor(id))
  const user = await seeds.appCaller(alice)
  if (!allowed.has(user)) await seeds.role(user, permissions, { hierarchyLevel: 1000 })
  allowed.add(user)
  return credentialFor({ ...seeds, appCaller: () => Promise.resolve(user) }, schemesFor(id))
}

/** The same for all operations that one such credential will do for. */
export const wayIn = (id: OperationId): string =>
  [...schemesFor(id), declared.get(id)!.permission === undefined ? '' : 'with permissions'].join(' ')

/** The security schemes of one alternative; none where nobody needs to be anybody. */
const schemesFor = (id: OperationId): readonly string[] => {
  const { security } = declared.get(id)!
  return security.some((names) => names.length === 0) ? [] : (security[0] ?? [])
}

export const withCredential = (id: OperationId, credential: Credential): Sent<OperationId> =>
  ({ ...plausibleRequest(id), ...credential }) as Sent<OperationId>

/** It may stand in a request object instead (RFC 9101), so that no contract can demand it; a request without either is refused. */
const eitherOr = 'redirect_uri'

/** The same as nobody. */
export const plausibleRequest = (id: OperationId): Sent<OperationId> => {
  const { parameters, requestBody } = declared.get(id)!
  const needed = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place && (parameter.required || parameter.name === eitherOr))
      .map(({ name, example }): [string, string] => [name, String(example)])
  const path = Object.fromEntries(needed('path'))
  const query = Object.fromEntries(needed('query'))
  const headers = needed('header')
  const [type, media] = Object.entries(requestBody?.content ?? {}).find(([name]) => name.endsWith('json')) ??
    Object.entries(requestBody?.content ?? {})[0] ?? ['', undefined]
  const [example] = Object.values(media?.examples ?? {})
  const body = type.endsWith('urlencoded') ? form(example?.value as Record<string, string>) : { body: example?.value }
  const named = headers.length > 0 && { headers: Object.fromEntries(headers) }
  return { path, query, ...named, ...(example && body) } as Sent<OperationId>
}

/** One credential for each scheme that an alternative names. */
const credentialFor = async (seeds: Seeds, schemes: readonly string[]): Promise<Credential> => {
  const parts = await Promise.all(schemes.map((name) => (credentials[name] ?? accountCredential(name))(seeds)))
  return Object.assign({}, ...parts) as Credential
}

type Give = (seeds: Seeds) => Promise<Credential>

/** By security scheme. */
const credentials: Readonly<Record<string, Give>> = {
  appPublishableKey: () => Promise.resolve({ headers: keyed() }),
  appSecretKeyAlone: () => Promise.resolve({ headers: keyed(demoApp.secretKey) }),
  appSecretKey: () => Promise.resolve({ bearer: demoApp.secretKey }),
  oauthBearer: async (seeds) => {
    const { profile } = await seeds.user(alice)
    return { bearer: (await seeds.openIdTokens({ ...alice, email: profile.identity.email })).access_token }
  },
  oauthRegistration: async (seeds) => {
    const { client_id, registration_access_token: bearer } = await seeds.registration()
    return { path: { client_id }, bearer }
  },
  projectUser: async (seeds) => ({ bearer: (await seeds.projectUser(alice)).accessToken }),
  scimToken: () => Promise.resolve({ bearer: demoApp.scimToken }),
  standInToken: async (seeds) => ({ bearer: await seeds.standInToken('github') }),
  projectAdmin: () => Promise.resolve({ bearer: demoProject.apiKey }),
  platformBearer: async (seeds) => ({ bearer: (await seeds.platformCaller()).access_token }),
  platformReader: async (seeds) => ({ bearer: (await seeds.platformCaller()).access_token }),
  appBearer: async (seeds) => ({ bearer: (await seeds.appCaller(alice)).access_token }),
}

const accountCredential =
  (name: string): Give =>
  async (seeds) => {
    const scheme = securityScheme(name)
    const { tokens } = await seeds.caller(alice)
    if (scheme.type === 'http') return { bearer: tokens.access_token }
    return { cookies: { [scheme.name!]: tokens.refresh_token } }
  }
