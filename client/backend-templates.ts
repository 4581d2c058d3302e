// The words of mails: an application's own, or its tenant's.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** Each takes an administrator's access token first. A foreign id is `not_found`, as a missing one. */
export interface TemplateCalls {
  /** By name: `GET /api/platform/applications/{appId}/email-templates`. */
  listAppEmailTemplates(
    accessToken: string,
    appId: string,
    params?: { readonly environmentId?: string },
  ): Promise<Wire['EmailTemplateList']>
  /**
   * Writes a mail of an environment in words of its own: `POST /api/platform/applications/{appId}/email-templates`. Codes:
   * `invalid_request` says what is wrong with which field, `email_template_exists`, `quota_exceeded`.
   */
  createAppEmailTemplate(
    accessToken: string,
    appId: string,
    data: Wire['CreateAppEmailTemplate'],
  ): Promise<Wire['EmailTemplateAnswer']>
  /** `PATCH …/email-templates/{templateId}`. */
  updateAppEmailTemplate(
    accessToken: string,
    appId: string,
    templateId: string,
    data: Wire['UpdateAppEmailTemplate'],
  ): Promise<Wire['EmailTemplateAnswer']>
  /** `DELETE …/email-templates/{templateId}`. */
  deleteAppEmailTemplate(accessToken: string, appId: string, templateId: string): Promise<void>
  /** Filled with values that are made up; nothing is sent: `GET …/email-templates/{templateId}/preview`. */
  previewAppEmailTemplate(accessToken: string, appId: string, templateId: string): Promise<Wire['EmailTemplatePreview']>
  /** A mail as it goes out now, or in the words that are given: `POST …/email-templates/preview`. */
  previewAppMail(
    accessToken: string,
    appId: string,
    data: Wire['PreviewAppMail'],
  ): Promise<Wire['EmailTemplatePreview']>
  /** Those of the tenant, for applications that have none of their own: `GET /api/platform/email-templates`. */
  listPlatformEmailTemplates(accessToken: string): Promise<Wire['EmailTemplateList']>
  /** `PATCH /api/platform/email-templates/{templateId}`. */
  updatePlatformEmailTemplate(
    accessToken: string,
    templateId: string,
    data: Wire['UpdateEmailTemplate'],
  ): Promise<Wire['EmailTemplateAnswer']>
  /** `GET /api/platform/email-templates/{templateId}/preview`. */
  previewPlatformEmailTemplate(accessToken: string, templateId: string): Promise<Wire['EmailTemplatePreview']>
  /** In the words that are given: `POST /api/platform/email-templates/preview`. */
  previewPlatformMail(accessToken: string, data: Wire['PreviewMailWords']): Promise<Wire['EmailTemplatePreview']>
  /** Makes those of the tenant that are missing, in the service's own words: `POST /api/platform/email-templates/initialize`. */
  initializeEmailTemplates(accessToken: string): Promise<Wire['EmailTemplatesInitialized']>
}

const root = '/api/platform/email-templates'
const ofApp = '/api/platform/applications/{appId}/email-templates'

export const createTemplateCalls = (api: Transport): TemplateCalls => ({
  listAppEmailTemplates: (token, appId, query = {}) =>
    answered(api.GET(ofApp, { ...as(token), params: { path: { appId }, query } })),
  createAppEmailTemplate: (token, appId, body) => answered(api.POST(ofApp, { ...asAt(token, { appId }), body })),
  updateAppEmailTemplate: (token, appId, templateId, body) =>
    answered(api.PATCH(`${ofApp}/{templateId}`, { ...asAt(token, { appId, templateId }), body })),
  deleteAppEmailTemplate: async (token, appId, templateId) => {
    await answered(api.DELETE(`${ofApp}/{templateId}`, asAt(token, { appId, templateId })))
  },
  previewAppEmailTemplate: (token, appId, templateId) =>
    answered(api.GET(`${ofApp}/{templateId}/preview`, asAt(token, { appId, templateId }))),
  previewAppMail: (token, appId, body) => answered(api.POST(`${ofApp}/preview`, { ...asAt(token, { appId }), body })),
  listPlatformEmailTemplates: (token) => answered(api.GET(root, as(token))),
  updatePlatformEmailTemplate: (token, templateId, body) =>
    answered(api.PATCH(`${root}/{templateId}`, { ...asAt(token, { templateId }), body })),
  previewPlatformEmailTemplate: (token, templateId) =>
    answered(api.GET(`${root}/{templateId}/preview`, asAt(token, { templateId }))),
  previewPlatformMail: (token, body) => answered(api.POST(`${root}/preview`, { ...as(token), body })),
  initializeEmailTemplates: (token) => answered(api.POST(`${root}/initialize`, as(token))),
})
