// Names that the operator gives to what people see.
import { type Given, misused } from './actions.ts'

/** A name, and a slug that is made of it where none is given. */
export const nameAndSlug = (given: Given): { name: string; slug: string } => {
  const name = given.needed('name').trim()
  if (/\p{C}/u.test(name)) throw misused('--name: takes characters that people see.')
  return { name, slug: given.text('slug') ?? toSlug(name) }
}

const toSlug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 63)
    .replace(/-$/, '')
