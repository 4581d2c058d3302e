import type { Context } from '../../context.ts'
import { type UserinfoAnswer, readUserinfo, readUserinfoOfToken } from '../../identity/authorization/userinfo.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle } from '../handle.ts'
import { noStore } from './views.ts'

export const getUserinfo: Handle<'oauth.getUserinfo'> = async (_request, ctx) => ({
  status: 200,
  ...toAnswer(await readUserinfo(ctx)),
})

export const postUserinfo: Handle<'oauth.postUserinfo'> = async ({ body }, ctx) => ({
  status: 200,
  ...toAnswer(await ofHeaderOrForm(ctx, body?.access_token)),
})

const toAnswer = (found: UserinfoAnswer) =>
  'jwt' in found
    ? { type: 'application/jwt' as const, headers: noStore, body: found.jwt }
    : { type: 'application/json' as const, headers: noStore, body: found.claims }

const ofHeaderOrForm = (ctx: Context, token: string | undefined) => {
  if (token === undefined) return readUserinfo(ctx)
  if (ctx.caller.kind !== 'nobody') throw new Failure('invalid_request', 'access_token: is sent twice')
  return readUserinfoOfToken(ctx, token)
}
