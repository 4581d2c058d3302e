// What all operations share that mail whoever is named: how much of it one address gets.
import { expect } from 'vitest'
import type { OperationId } from '../../../generated/operations.ts'
import type { Case } from './index.ts'
import type { Sent } from '../requests/request.ts'
import type { Seeds } from '../seeds/seeds.ts'

/** Mails of one kind to an address, counted; none on the mock. */
const countMails = async (seeds: Seeds, to: string, kind: string): Promise<number> => {
  const mailbox = await seeds.call('service.listMail', { query: { to } })
  const { messages } = (mailbox?.body ?? { messages: [] }) as { messages: { kind: string }[] }
  return messages.filter((mail) => mail.kind === kind).length
}

export const heldBack = <K extends OperationId>(
  id: K,
  {
    given,
    sent,
    to,
    kind,
    expected,
  }: {
    /** Makes the person, who has had no mail of this kind yet. */
    readonly given: (seeds: Seeds) => Promise<unknown>
    readonly sent: Sent<K>
    readonly to: string
    readonly kind: Parameters<Seeds['mail']>[1]
    readonly expected: Case<K, unknown>['expect']
  },
): Record<string, Case<K, unknown>> => ({
  'mails an address once a minute, says the same of the next, and leaves the first as it is': {
    given: async (seeds) => {
      await given(seeds)
      const first = await seeds.call(id, sent)
      const { token, code } = await seeds.mail(to, kind)
      return { text: first?.text, secret: token ?? code, mails: await countMails(seeds, to, kind) }
    },
    send: sent,
    expect: expected,
    then: async (seeds, answer, given) => {
      const { text, secret, mails } = given as { text: string; secret: string; mails: number }
      expect(answer.text).toBe(text)
      expect(await countMails(seeds, to, kind)).toBe(mails)
      const mail = await seeds.mail(to, kind)
      expect(mail.token ?? mail.code).toBe(secret)
    },
  },
  'mails an address six times an hour': {
    given: async (seeds) => {
      await given(seeds)
      // What a sign-up mailed counts, too.
      await seeds.wait(3601)
      for (let round = 0; round < 9; round += 1) {
        await seeds.call(id, sent)
        await seeds.wait(61)
      }
      return countMails(seeds, to, kind)
    },
    send: sent,
    expect: expected,
    then: async (seeds, _answer, mails) => {
      expect(mails).toBe(6)
      expect(await countMails(seeds, to, kind)).toBe(6)
      await seeds.wait(3600)
      await seeds.call(id, sent)
      expect(await countMails(seeds, to, kind)).toBe(7)
    },
  },
})
