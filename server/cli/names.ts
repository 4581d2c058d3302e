// Names that the operator gives: held to what the contract takes for the same thing.
import { type Given, misused } from './actions.ts'

const slugForm = /^[a-z0-9](-?[a-z0-9])*$/

/** A name, and a slug that is made of it where none is given. */
export const nameAndSlug = (given: Given): { name: string; slug: string } => {
  const name = given.needed('name').trim()
  requireName(name)
  const slug = given.text('slug') ?? toSlug(name)
  if (!slugForm.test(slug) || slug.length > 63) {
    throw misused('--slug takes at most 63 lower-case letters, digits and single hyphens, such as acme-web.')
  }
  return { name, slug }
}

export const requireName = (name: string): void => {
  if (name === '' || [...name].length > 100 || /\p{C}/u.test(name)) {
    throw misused('--name takes 1 to 100 characters, all of which people see.')
  }
}

const toSlug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
