// What people say of themselves. Name and picture have columns of their own, which every surface shows; the rest is free.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { brokenBound, freeFormBounds } from '../../model/free-form.ts'
import { isRunByBrowsers } from '../../model/redirect-urls.ts'
import { type JsonObject, type User, fullName } from '../../model/user.ts'
import { exclusively } from '../../storage/database.ts'
import { findUser, updateUser } from '../../storage/users.ts'
import { requireUser } from '../sessions/callers.ts'
import { requirePictureUrl } from './pictures.ts'

/** Enough to introduce oneself with. */
const maxKeys = 50
const maxBytes = 4 * 1024

/** Keys that JavaScript gives a meaning: whoever merges them into an object of theirs changes all objects. */
const special = new Set(['__proto__', 'constructor', 'prototype'])

/** What everybody may see. */
const publicKeys = ['name', 'avatar_url', 'bio', 'website', 'location'] as const

/** A name in one piece, as first and last name: joined again by a space it is the same. */
export const splitName = (name: string): { firstName: string | null; lastName: string | null } => {
  const whole = name.trim()
  const space = whole.lastIndexOf(' ')
  if (space < 0) return { firstName: whole || null, lastName: null }
  return { firstName: whole.slice(0, space), lastName: whole.slice(space + 1) }
}

/** All that a person says of themselves; null when it is nothing. */
export const selfDescription = (user: User): JsonObject | null => {
  const name = fullName(user)
  const said = {
    ...user.profile,
    ...(name && { name }),
    ...(user.avatarUrl !== null && { avatar_url: user.avatarUrl }),
  }
  return Object.keys(said).length > 0 ? said : null
}

export type PublicProfile = { [Key in (typeof publicKeys)[number]]?: string }

/** What everybody may see of a person; null when it is nothing. */
export const publicProfile = (user: User): PublicProfile | null => {
  const said = selfDescription(user) ?? {}
  const shown = publicKeys.flatMap((key) => (typeof said[key] === 'string' ? [[key, said[key]]] : []))
  return shown.length > 0 ? (Object.fromEntries(shown) as PublicProfile) : null
}

/** The public profile of a person of this environment. */
export const requirePublicProfile = async (
  ctx: Context,
  environmentId: string,
  userId: string,
): Promise<PublicProfile | null> => {
  await ctx.spend('profilesPerIp', ctx.ip)
  const user = await findUser(ctx.db, environmentId, userId)
  if (user?.status !== 'active') throw new Failure('user_not_found')
  return publicProfile(user)
}

/** Puts the caller's new keys over the old ones; null takes a key away. Answers the person as they are now. */
export const updateOwnProfile = async (ctx: Context, changes: JsonObject): Promise<User> => {
  const { user } = requireUser(ctx)
  requirePlain(changes)
  requirePictureUrl(changes.avatar_url)
  if (typeof changes.website === 'string' && isRunByBrowsers(changes.website)) {
    throw new Failure('invalid_request', 'profile.website: must be an address on the web')
  }
  // Two changes at once: neither takes back what the other one said.
  return exclusively(ctx.db, `profile ${user.id}`, async (db) => {
    const current = await findUser(db, user.environmentId, user.id)
    if (!current) throw new Failure('invalid_token')
    const updated = await updateUser(db, user.id, { ...merge(current, changes), updatedAt: ctx.clock.now() })
    return updated ?? current
  })
}

const requirePlain = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (special.has(key)) throw new Failure('invalid_request', `profile: must have no key ${key}`)
    requirePlain(inner)
  }
}

const merge = (user: User, { name, avatar_url, ...free }: JsonObject) => {
  const entries = Object.entries({ ...user.profile, ...free }).filter(([, value]) => value !== null)
  const profile = entries.length > 0 ? (Object.fromEntries(entries) as JsonObject) : null
  if (entries.length > maxKeys) throw new Failure('invalid_request', `profile: must have at most ${maxKeys} keys`)
  if (brokenBound(profile, { ...freeFormBounds, maxBytes })) {
    throw new Failure('invalid_request', 'profile: must have at most 4 kB as JSON')
  }
  return {
    profile,
    ...(name !== undefined && splitName((name as string | null) ?? '')),
    ...(avatar_url !== undefined && { avatarUrl: avatar_url as string | null }),
  }
}
