// What people say of themselves. Name and picture have columns of their own, which every surface shows; the rest is free.
import type { JsonObject, User } from '../model/user.ts'

/** A name in one piece, as first and last name: joined again by a space it is the same. */
export const splitName = (name: string): { firstName: string | null; lastName: string | null } => {
  const whole = name.trim()
  const space = whole.lastIndexOf(' ')
  if (space < 0) return { firstName: whole || null, lastName: null }
  return { firstName: whole.slice(0, space), lastName: whole.slice(space + 1) }
}

/** All that a person says of themselves; null when it is nothing. */
export const selfDescription = (user: User): JsonObject | null => {
  const name = [user.firstName, user.lastName].filter((part) => part !== null).join(' ')
  const said = {
    ...(name && { name }),
    ...(user.avatarUrl !== null && { avatar_url: user.avatarUrl }),
    ...user.profile,
  }
  return Object.keys(said).length > 0 ? said : null
}
