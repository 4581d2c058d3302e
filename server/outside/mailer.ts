// Hands finished mails to the world. Queue and retries are not here: a failed delivery rejects.
import type { MailMessage } from '../model/mail.ts'
import { once } from '../model/once.ts'
import type { Logger } from './log.ts'

export interface Mailer {
  /** Resolves once the mail is accepted; rejects when it was not, or when nobody can tell. */
  deliver(message: MailMessage): Promise<void>
}

export interface SmtpMailer extends Mailer {
  /** Ends idle connections at once and busy ones after their mail. */
  close(): void
}

/** Read when the first mail leaves. */
const nodemailer = () => import('nodemailer')

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; its query sets nodemailer options, such as `?requireTLS=true`. */
  readonly url: string
  /** The sender, as `name@example.com` or `Name <name@example.com>`. */
  readonly from: string
  readonly log?: Pick<Logger, 'warn'>
  /** How long a server may keep silent, ms. A whole delivery gets three times as long. */
  readonly patience?: number
}

// One plain address. What a parser could take for two, for a comment or for a name is refused (RFC 5322 section 3.4).
const ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u

/** Connects and signs in as for a mail, and sends none. Rejects with the reason where the server takes none from us. */
export const verifyMailServer = async (url: string, patience: number): Promise<void> => {
  const timeouts = {
    connectionTimeout: patience,
    dnsTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
  }
  const { createTransport } = await nodemailer()
  const transport = createTransport({ url, ...timeouts })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

export const smtpMailer = ({ url, from, log, patience = 10_000 }: SmtpOptions): SmtpMailer => {
  let isOpened = false
  const open = once(async () => {
    const { createTransport } = await nodemailer()
    const transport = createTransport({
      url,
      pool: true,
      connectionTimeout: patience,
      dnsTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    // A pooled connection may break between two mails; unheard, that would end the process.
    transport.on('error', (error) => log?.warn({ err: error }, 'mail connection failed'))
    isOpened = true
    return transport
  })

  return {
    deliver: async ({ to, subject, text, html }) => {
      if (!ADDRESS.test(to)) throw new Error('A mail goes to exactly one plain address')
      if (/[\r\n]/.test(subject)) throw new Error('A subject is one line')
      const transport = await open()
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        // RFC 3834 section 5: keeps holiday notes from answering.
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(patience * 3),
      })
    },
    close: () => {
      if (isOpened) void open().then((transport) => transport.close())
    },
  }
}

/** Delivers nowhere: in the sandbox a mail stays in the mailbox, where it is read. */
export const sandboxMailer = (): Mailer => ({ deliver: async () => {} })
