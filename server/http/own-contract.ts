// Our own contract, as it is published and as its checks read it: each is read once, when somebody first asks for it. A start needs the
// second alone, which is a third of the first.
import { readFileSync } from 'node:fs'
import { once } from '../model/once.ts'
import type { Document } from './document.ts'
import type { PreparedContract } from './prepare-contract.ts'

/** Its text, and what that says. */
export const publishedContract = once(() => {
  const text = readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')
  return { text, document: JSON.parse(text) as Document }
})

export const preparedContract = once(
  () => JSON.parse(readFileSync(new URL('../../generated/checks.json', import.meta.url), 'utf8')) as PreparedContract,
)
