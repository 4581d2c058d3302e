// Reads the sandbox's mailbox. Mail is queued: to a server that is busy it comes a moment later.
import { setTimeout } from 'node:timers/promises'
import type { OperationId, Wire } from '../../../generated/operations.ts'
import type { Answer } from '../contract/contract.ts'
import type { Sent } from '../requests/request.ts'

/** A call that has to succeed. */
export type Must = <K extends OperationId>(id: K, sent: Sent<K>) => Promise<Answer>

/** Reads the newest mail of a kind to an address. */
export type Mailbox = (to: string, kind: Wire['Mail']['kind']) => Promise<Wire['Mail']>

/** The newest mail of a kind to an address, once it is there. */
export const awaitMail = async (must: Must, to: string, kind: Wire['Mail']['kind']): Promise<Wire['Mail']> => {
  const read = async () => ((await must('service.listMail', { query: { to } })).body as Wire['Mailbox']).messages
  for (let round = 0; round < 40; round += 1) {
    const found = (await read()).find((mail) => mail.kind === kind)
    if (found) return found
    await setTimeout(50)
  }
  throw new Error(`No ${kind} came to ${to}, only: ${(await read()).map((mail) => mail.kind).join(', ')}`)
}

/** Proves an address by the link that a sign-up mailed to it. */
export const prove = async (must: Must, mail: Mailbox, email: string): Promise<void> => {
  const { token } = await mail(email, 'verify_email_link')
  await must('account.verifyEmail', { body: { token: token ?? '' } })
}
