// A mailbox by IMAP. Its client is loaded only where one is read: imapflow is installed by whoever has such a mailbox.
import type { FetchMessageObject, ImapFlow, ImapFlowError, MessageStructureObject } from 'imapflow'
import type { Letter, ReadMailbox } from './mailbox.ts'

export interface ImapOptions {
  /** Of the name in the address, where the address holds none. */
  readonly password?: string | undefined
  /** The certificates of an authority of one's own, as PEM. */
  readonly ca?: string | undefined
}

interface Place {
  /** As it is said: without its password. */
  readonly name: string
  readonly folder: string
  readonly isTls: boolean
  readonly host: string
  readonly port: number
  readonly auth: { readonly user: string; readonly pass: string }
}

/** How long the mailbox may take to take a connection, and to answer, ms. */
const patience = 10_000
/** A connection that nobody needs is closed after so many ms, so that it keeps no process. */
const idle = 5000

/** Of an error that says already what it is. */
const told = Symbol('told')
const say = (sentence: string) => new Error(sentence, { cause: told })

const isLoopback = (host: string) => /^(localhost|127\.[\d.]+|\[?::1\]?)$/.test(host)

/** Reads `imaps://name@host:port/folder`, and says what is wrong with it. */
const placeOf = (address: string, password: string | undefined): Place => {
  const url = URL.parse(address)
  if (!url || !/^imaps?:$/.test(url.protocol) || !url.hostname) {
    throw new Error(
      `"${address.replace(/:[^:@/]*@/, ':…@')}" is no mailbox: say it as imaps://name@mail.example.com/INBOX`,
    )
  }
  const [user, said] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  const isTls = url.protocol === 'imaps:'
  const name = `${url.protocol}//${url.host}`
  if (!user) throw new Error(`Whose mailbox is it? Put the name into the address: ${url.protocol}//name@${url.host}`)
  const pass = password || said
  if (!pass)
    throw new Error(`The mailbox of ${user} at ${name} asks for a password, and none was given: is its variable set?`)
  return {
    name,
    folder: decodeURIComponent(url.pathname.slice(1)) || 'INBOX',
    isTls,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isTls ? 993 : 143)),
    auth: { user, pass },
  }
}

const load = async () =>
  import('imapflow').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw say('A mailbox is read over IMAP by imapflow, which is not installed: npm install --save-dev imapflow')
  })

/** What went wrong, and what to do. */
const sentenceOf = (place: Place, error: unknown): string => {
  const { name, auth } = place
  const { code = '', message, authenticationFailed, tlsFailed, responseText } = error as ImapFlowError
  const said = responseText ? `: "${responseText}"` : ''
  if (authenticationFailed) return `The mailbox at ${name} refuses ${auth.user} or the password${said}`
  if (/WRONG_VERSION_NUMBER|EPROTO/.test(code)) {
    return `What listens at ${name} does not begin with TLS: imap:// switches to it after the first words`
  }
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME/.test(code)) {
    return `The certificate of the mailbox at ${name} is not trusted (${message}): name its authority by ca, or by NODE_EXTRA_CA_CERTS`
  }
  if (tlsFailed || code === 'MissingServerExtension' || /STARTTLS/i.test(message)) {
    return `The mailbox at ${name} offers no TLS, and a password goes to another machine by TLS alone: imaps:// begins with it`
  }
  if (/REFUSED|ENOTFOUND|EAI_AGAIN|UNREACH|CONNECT_TIMEOUT|ETIMEDOUT/.test(code)) {
    return `Nobody takes connections for the mailbox at ${name} (${code})`
  }
  if (/GREETING_TIMEOUT|ETIMEOUT/.test(code)) {
    const hint = place.isTls ? '' : '; if it begins with TLS, it is imaps://'
    return `The mailbox at ${name} does not answer within ${patience / 1000} s${hint}`
  }
  return `The mailbox at ${name} could not be read: ${message}${code ? ` (${code})` : ''}${said}`
}

/** Of a folder that cannot be opened: those that are there. */
const folderLack = async (client: ImapFlow, { name, folder }: Place): Promise<string> => {
  const there = await client.list().finally(() => client.close())
  return `The mailbox at ${name} opens no folder ${folder}: it has ${there.map(({ path }) => path).join(', ')}`
}

/** The part of a letter that is its text, of plain text before HTML. */
const textPart = (part: MessageStructureObject | undefined): MessageStructureObject | undefined => {
  const inner = (part?.childNodes ?? []).map(textPart).filter((one) => one !== undefined)
  return part?.type.startsWith('text/') ? part : (inner.find(({ type }) => type === 'text/plain') ?? inner[0])
}

/** An address in HTML has its & escaped. */
const unescaped = (html: string): string => html.replaceAll('&amp;', '&').replaceAll('&#38;', '&')

/** The mailbox of one name: `imaps://name@host:port/folder`; `imap://` begins without TLS, and goes on without it on this machine alone. */
export const imap = (address: string, { password, ca }: ImapOptions = {}): ReadMailbox => {
  const place = placeOf(address, password)
  const letters = new Map<number, Letter>()
  let open: Promise<ImapFlow> | undefined
  let leave: NodeJS.Timeout | undefined

  const connect = async (): Promise<ImapFlow> => {
    const { ImapFlow } = await load()
    const client = new ImapFlow({
      ...{ host: place.host, port: place.port, auth: place.auth, secure: place.isTls, logger: false },
      ...(!place.isTls && !isLoopback(place.host) && { doSTARTTLS: true }),
      ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience, disableAutoIdle: true },
      ...(ca !== undefined && { tls: { ca } }),
    })
    // Whoever waits for an answer is told by it; between two of them a new connection is made.
    client.on('error', () => undefined)
    client.on('close', () => void (open = undefined))
    await client.connect()
    // Nothing is marked as read.
    const { uidValidity } = await client
      .mailboxOpen(place.folder, { readOnly: true })
      .catch(async (error: ImapFlowError) => {
        // Some say NO, some BAD.
        const isRefused = error.responseStatus !== undefined || error.mailboxMissing
        throw isRefused ? say(await folderLack(client, place)) : error
      })
    if (uidValidity !== known) letters.clear()
    known = uidValidity
    return client
  }
  let known: bigint | undefined

  const letterOf = async (client: ImapFlow, uid: number): Promise<Letter | undefined> => {
    const known = letters.get(uid)
    if (known) return known
    const found = await client.fetchOne(String(uid), { envelope: true, bodyStructure: true }, { uid: true })
    // Somebody has taken it away.
    if (!found) return undefined
    const letter = { subject: found.envelope?.subject ?? '', text: await textOf(client, found) }
    letters.set(uid, letter)
    return letter
  }

  const read: ReadMailbox = async (to) => {
    const client = await (open ??= connect())
    // What has come meanwhile is seen from the next command on.
    await client.noop()
    const uids = (await client.search({ to }, { uid: true })) || []
    const found = []
    for (const uid of uids.toSorted((one, other) => other - one)) found.push(await letterOf(client, uid))
    return found.filter((letter) => letter !== undefined)
  }

  return async (to) => {
    clearTimeout(leave)
    try {
      return await read(to)
    } catch (error) {
      open = undefined
      throw error instanceof Error && error.cause === told
        ? error
        : new Error(sentenceOf(place, error), { cause: error })
    } finally {
      leave = setTimeout(() => void open?.then((client) => client.logout()).catch(() => undefined), idle).unref()
    }
  }
}

const textOf = async (client: ImapFlow, { uid, bodyStructure }: FetchMessageObject): Promise<string> => {
  const part = textPart(bodyStructure)
  if (!part) return ''
  const { content } = await client.download(String(uid), part.part ?? '1', { uid: true })
  const text = content ? Buffer.concat(await content.toArray()).toString() : ''
  return part.type === 'text/html' ? unescaped(text) : text
}
