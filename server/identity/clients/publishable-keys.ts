import type { Caller, Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { PublishableKey } from '../../model/keys.ts'
import { findEnvironmentOfKey } from '../../storage/publishable-keys.ts'

/** The environment whose key somebody shows. It proves nothing about who asks: it stands in every web page. */
export const callerOfPublishableKey = async (ctx: Context, key: string): Promise<Caller> => {
  const environment = await findEnvironmentOfKey(ctx.db, key, ctx.clock.now())
  if (!environment) throw new Failure('unknown_client')
  return { kind: 'nobody', environment }
}

/** The environment that this request's key stands for. Operations that take a key always have one. */
export const requireEnvironment = (ctx: Context): Environment => {
  if (!ctx.environment) throw new Failure('unauthorized')
  return ctx.environment
}

/** The same for operations that anybody may call who has seen the key: they are counted, by address. */
export const enterEnvironment = async (ctx: Context): Promise<Environment> => {
  const environment = requireEnvironment(ctx)
  await ctx.spend('keyCallsPerIp', `${environment.id}:${ctx.ip}`)
  return environment
}

/** A first or next key. The prefix tells a person who reads it whether real people are behind it. */
export const newPublishableKey = (ctx: Context, { id, name }: Pick<Environment, 'id' | 'name'>): PublishableKey => ({
  key: `pk_${stageOf(name)}_${ctx.ids.secret()}`,
  environmentId: id,
  createdAt: ctx.clock.now(),
  expiresAt: null,
})

/** How keys of an environment are marked. */
export const stageOf = (environmentName: string): 'live' | 'test' =>
  environmentName === 'production' ? 'live' : 'test'
