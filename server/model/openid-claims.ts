// What is said of a person to apps that they sign in to (OpenID Connect Core 1.0 sections 5.1 and 5.4).
import { type User, fullName } from './user.ts'

/** The standard claims that a user can have, and the scope that gives each. */
export const scopeOfClaim = {
  name: 'profile',
  given_name: 'profile',
  family_name: 'profile',
  middle_name: 'profile',
  nickname: 'profile',
  preferred_username: 'profile',
  profile: 'profile',
  picture: 'profile',
  website: 'profile',
  gender: 'profile',
  birthdate: 'profile',
  zoneinfo: 'profile',
  locale: 'profile',
  updated_at: 'profile',
  email: 'email',
  email_verified: 'email',
  phone_number: 'phone',
  phone_number_verified: 'phone',
  address: 'address',
} as const

export type ClaimName = keyof typeof scopeOfClaim

interface Address {
  formatted?: string
  street_address?: string
  locality?: string
  region?: string
  postal_code?: string
  country?: string
}

type Texts = Exclude<ClaimName, 'updated_at' | 'email_verified' | 'phone_number_verified' | 'address'>

export type PersonClaims = { [Name in Texts]?: string } & {
  updated_at?: number
  email_verified?: boolean
  phone_number_verified?: boolean
  address?: Address
}

/** Of them those that are named and known. What people say of themselves stands in their public profile. */
export const claimsOf = (user: User, names: ReadonlySet<string>): PersonClaims => {
  const own = user.profile ?? {}
  const said = (name: string) => textOf(own[name])
  const phone = said('phone_number')
  const all: { [Name in ClaimName]: PersonClaims[Name] | undefined } = {
    name: fullName(user) || said('name'),
    given_name: user.firstName ?? undefined,
    family_name: user.lastName ?? undefined,
    middle_name: said('middle_name'),
    nickname: said('nickname'),
    preferred_username: said('preferred_username'),
    profile: said('profile'),
    picture: user.avatarUrl ?? said('avatar_url'),
    website: said('website'),
    gender: said('gender'),
    birthdate: birthdateOf(said('birthdate')),
    zoneinfo: said('zoneinfo'),
    locale: said('locale'),
    updated_at: Math.floor(user.updatedAt / 1000),
    email: user.email,
    email_verified: user.emailVerifiedAt !== null,
    phone_number: phone,
    phone_number_verified: phone === undefined ? undefined : false,
    address: addressOf(own.address),
  }
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== undefined && names.has(name)))
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** A day, one without its year (`0000-…`), or a year; whatever else somebody wrote there is no birthday to an app. */
const birthdateOf = (text: string | undefined): string | undefined => {
  const [, year, monthAndDay] = /^(\d{4})(-\d\d-\d\d)?$/.exec(text ?? '') ?? []
  if (year === undefined) return undefined
  if (monthAndDay === undefined) return year === '0000' ? undefined : text
  // The year 0000 has a 29th of February, as it should: whoever hides the year may be born on it.
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text!) ? text : undefined
}

const addressOf = (value: unknown): Address | undefined => {
  const formatted = textOf(value)
  if (formatted !== undefined) return { formatted }
  if (typeof value !== 'object' || value === null) return undefined
  const parts = ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'] as const
  const known = parts.flatMap((part) => {
    const text = textOf((value as Record<string, unknown>)[part])
    return text === undefined ? [] : [[part, text] as const]
  })
  return known.length > 0 ? Object.fromEntries(known) : undefined
}
