// Whether anybody is there to be asked, and how that is seen by an error of `fetch`. Loads nothing of the suite: it is asked before all.
import { exchange } from './exchange.ts'

/** Why something failed, in a sentence: `fetch` says only that it did, and what is below it says where and why. */
export const whyOf = (error: unknown): string => {
  const { message, cause } = error as Error
  const below = cause instanceof Error ? cause.message || codeOf(cause) : ''
  return below && !message.includes(below) ? `${message} (${below})` : message
}

const codeOf = ({ code = '' }: NodeJS.ErrnoException): string => code

/** Why a server cannot be asked at all, in a sentence; undefined where it can: one that answers nonsense is there. */
export const whyNobody = async (baseUrl: string): Promise<string | undefined> => {
  const got = await exchange(new URL(baseUrl), { method: 'GET', headers: new Headers() }, { patience: 10_000 })
  if (!('lack' in got) || !got.isNobody) return undefined
  if (got.lack.includes('ECONNREFUSED')) return `Nobody answers at ${baseUrl}: start the server first.`
  const hint = got.lack.includes('CERT') ? ' NODE_EXTRA_CA_CERTS names a file of certificates to trust.' : ''
  return `${baseUrl} cannot be asked: ${got.lack}.${hint}`
}

/** Whether a server that keeps one connection answers on another one, too: some of a few lines have one at a time. */
export const answersTwoAtOnce = async (baseUrl: string): Promise<boolean> => {
  const ask = () => exchange(new URL(baseUrl), { method: 'GET', headers: new Headers() }, { patience: 2000 })
  return (await Promise.all([ask(), ask()])).every((got) => !('lack' in got))
}
