// How an application is set up: its environments, its clients, and what its hosted pages say.
import type { Input, Wire } from '../generated/operations.ts'
import { type Further, answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

type Language = Input<'platform.previewAppPage'>['path']['language']
type Page = Input<'platform.previewAppPage'>['query']['page']

/** Each takes an administrator's access token first. A foreign id is `not_found`, as a missing one. */
export interface AppSetupCalls {
  /** `POST /api/platform/applications/{appId}/environments`. Codes: `environment_exists`, `quota_exceeded`. */
  createAppEnvironment(
    accessToken: string,
    appId: string,
    data: Wire['CreateAppEnvironment'],
  ): Promise<Wire['AppEnvironmentAnswer']>
  /** `isActive: false` switches it off: `PATCH …/environments/{environmentId}`. Codes: `environment_exists`. */
  updateAppEnvironment(
    accessToken: string,
    appId: string,
    environmentId: string,
    data: Wire['UpdateAppEnvironment'],
  ): Promise<Wire['AppEnvironmentAnswer']>
  /** `GET /api/platform/applications/{appId}/clients`. */
  listAppClients(
    accessToken: string,
    appId: string,
    params?: { readonly environmentId?: string } & Further,
  ): Promise<Wire['PlatformClientList']>
  /** A secret is shown this once: `POST /api/platform/applications/{appId}/clients`. Codes: `invalid_scope`, `email_not_verified`. */
  createAppClient(
    accessToken: string,
    appId: string,
    data: Wire['CreatePlatformClient'],
  ): Promise<Wire['PlatformClientWithSecretAnswer']>
  /** `GET /api/platform/applications/{appId}/clients/{clientId}`. */
  getAppClient(accessToken: string, appId: string, clientId: string): Promise<Wire['PlatformClientAnswer']>
  /** `PATCH /api/platform/applications/{appId}/clients/{clientId}`. Codes: `invalid_scope`. */
  updateAppClient(
    accessToken: string,
    appId: string,
    clientId: string,
    data: Wire['UpdatePlatformClient'],
  ): Promise<Wire['PlatformClientAnswer']>
  /** `DELETE /api/platform/applications/{appId}/clients/{clientId}`. */
  deleteAppClient(accessToken: string, appId: string, clientId: string): Promise<void>
  /** A new secret, shown this once: `POST …/clients/{clientId}/secret`. Codes: `email_not_verified`. */
  renewAppClientSecret(
    accessToken: string,
    appId: string,
    clientId: string,
  ): Promise<Wire['PlatformClientWithSecretAnswer']>
  /** What the pages say in a language, beside our own words: `GET …/environments/{environmentId}/page-texts/{language}`. */
  getAppPageTexts(
    accessToken: string,
    appId: string,
    environmentId: string,
    language: Language,
  ): Promise<Wire['PageTextsAnswer']>
  /** All texts of one's own from then on: `PUT …/page-texts/{language}`. `invalid_request` says which text is wrong. */
  replaceAppPageTexts(
    accessToken: string,
    appId: string,
    environmentId: string,
    language: Language,
    data: Wire['ReplacePageTexts'],
  ): Promise<Wire['PageTextsAnswer']>
  /** A page as people see it: `GET …/page-texts/{language}/preview`. */
  previewAppPage(
    accessToken: string,
    appId: string,
    environmentId: string,
    language: Language,
    params?: { readonly page?: Page },
  ): Promise<Wire['PagePreview']>
}

const root = '/api/platform/applications/{appId}'
const texts = `${root}/environments/{environmentId}/page-texts/{language}` as const

export const createAppSetupCalls = (api: Transport): AppSetupCalls => ({
  createAppEnvironment: (token, appId, body) =>
    answered(api.POST(`${root}/environments`, { ...asAt(token, { appId }), body })),
  updateAppEnvironment: (token, appId, environmentId, body) =>
    answered(api.PATCH(`${root}/environments/{environmentId}`, { ...asAt(token, { appId, environmentId }), body })),

  listAppClients: (token, appId, query = {}) =>
    answered(api.GET(`${root}/clients`, { ...as(token), params: { path: { appId }, query } })),
  createAppClient: (token, appId, body) => answered(api.POST(`${root}/clients`, { ...asAt(token, { appId }), body })),
  getAppClient: (token, appId, clientId) =>
    answered(api.GET(`${root}/clients/{clientId}`, asAt(token, { appId, clientId }))),
  updateAppClient: (token, appId, clientId, body) =>
    answered(api.PATCH(`${root}/clients/{clientId}`, { ...asAt(token, { appId, clientId }), body })),
  deleteAppClient: async (token, appId, clientId) => {
    await answered(api.DELETE(`${root}/clients/{clientId}`, asAt(token, { appId, clientId })))
  },
  renewAppClientSecret: (token, appId, clientId) =>
    answered(api.POST(`${root}/clients/{clientId}/secret`, asAt(token, { appId, clientId }))),

  getAppPageTexts: (token, appId, environmentId, language) =>
    answered(api.GET(texts, { ...as(token), params: { path: { appId, environmentId, language } } })),
  replaceAppPageTexts: (token, appId, environmentId, language, body) =>
    answered(api.PUT(texts, { ...as(token), params: { path: { appId, environmentId, language } }, body })),
  previewAppPage: (token, appId, environmentId, language, query = {}) =>
    answered(
      api.GET(`${texts}/preview`, { ...as(token), params: { path: { appId, environmentId, language }, query } }),
    ),
})
