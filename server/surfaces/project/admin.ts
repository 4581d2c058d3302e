import {
  type AdminSignedIn,
  createAnonKey,
  exchangeAdminCode,
  signInSandboxAdmin,
} from '../../identity/administration/project-admin.ts'
import type { Handle, Wire } from '../handle.ts'

const toAdminSession = ({ session, accessToken }: AdminSignedIn): Wire['ProjectAdminSession'] => ({
  user: { id: session.subject, email: session.email, role: 'project_admin' },
  accessToken,
})

export const exchangeAdminSession: Handle<'project.exchangeAdminSession'> = async ({ body }, ctx) => ({
  status: 200,
  body: toAdminSession(await exchangeAdminCode(ctx, body.code)),
})

export const signInAdmin: Handle<'project.signInAdmin'> = async ({ body }, ctx) => ({
  status: 200,
  body: toAdminSession(await signInSandboxAdmin(ctx, body.email, body.password)),
})

export const createAnonToken: Handle<'project.createAnonToken'> = async (_request, ctx) => ({
  status: 200,
  body: { accessToken: await createAnonKey(ctx), message: 'Anonymous token generated successfully' },
})
