// A world that goes by sign-up and mail alone: nothing is emptied, and every case has people of its own.
import { setTimeout } from 'node:timers/promises'
import { whyOf } from '../requests/reach.ts'
import type { Mailbox } from '../seeds/mail.ts'
import { skipTest } from '../requests/skip.ts'
import type { World } from '../seeds/world.ts'

/** A mail as a mailbox has it. */
export interface Letter {
  readonly subject: string
  readonly text: string
}

/** The letters to an address, the newest first. */
export type ReadMailbox = (address: string) => Promise<readonly Letter[]>

/** What a letter is about, in the words of the contract; undefined where that is not known. */
export type KindOf = (letter: Letter) => string | undefined

/** The domains of the people in the cases. */
const domains = ['example.test', 'acme.test', 'globex.test', 'example.com', 'example.net']
const place = `(${domains.join('|').replaceAll('.', '\\.')})`
/** Another domain begins so, and is nobody's of the cases. */
const end = String.raw`(?![\w-]|\.[\w-])`

/** Where an address is told in a form it is written so. */
const at = '(@|%40)'

/** Where the links of a kind lead, by the contract's paths: of the sign-in page, and of each surface. */
const pages: readonly (readonly [kind: string, path: RegExp])[] = [
  ['verify_email_link', /\/(?:auth\/verify|auth\/hosted\/verify|auth\/verify-email)$/],
  ['magic_link', /\/auth\/sign-in-with-token$/],
  ['reset_password_link', /\/auth\/(?:hosted\/)?reset-password$/],
  ['change_address_link', /\/auth\/change-email$/],
  ['invitation', /\/auth\/accept-invite$/],
  // A notice says what happened, and is told from others by its words alone.
  ['notice', /\/auth\/not-me$/],
]

const partsOf = ({ subject, text }: Letter, kindOf: KindOf | undefined) => {
  const links = text.match(/https?:\/\/[^\s"'<>)]*[^\s"'<>).,;:!?]/g) ?? []
  const link = links.find((one) => /[?&#](token|code)=/.test(one)) ?? null
  const token = link && (/[?&#]token=([\w.~-]+)/.exec(link)?.[1] ?? null)
  const code = /(?<![\w-])\d{6}(?![\w-])/.exec(text)?.[0] ?? null
  const path = link === null ? '' : (URL.parse(link)?.pathname ?? '')
  const kind = kindOf?.({ subject, text }) ?? pages.find(([, page]) => page.test(path))?.[0]
  return { subject, text, link, token, code, kind }
}

type Parts = ReturnType<typeof partsOf>

/** Whether a letter is of a kind; undefined where nothing could tell. A code alone says not what it is for: the newest counts. */
const isOf = (kind: string, known: KindOf | undefined): ((parts: Parts) => boolean) | undefined => {
  if (/_code$/.test(kind)) return (parts) => parts.code !== null && (parts.kind ?? kind) === kind
  return known || pages.some(([one]) => one === kind) ? (parts) => parts.kind === kind : undefined
}

/** Why no letter was found among those that are there. */
const lack = (subjects: readonly string[]): string => {
  if (subjects.length === 0) {
    return 'no letter at all is there. Where mail takes longer, give the world a longer patience, and the run a longer --case-timeout'
  }
  const named = subjects.slice(0, 3).map((subject) => `"${subject}"`)
  return `what is there (${named.join(', ')}${subjects.length > 3 ? ' and more' : ''}) is none: kindOf can tell which letter is one`
}

/** Where people of the cases have their mail: at any name of a domain, or all of them at one address. */
type Home = { readonly domain: string } | { readonly address: string }

/** What people are called there, by a label of the run and the case: `alice+1a2b-7-0@domain`, or `name+alice+1a2b-7-0@domain`. */
const aliasesAt = (home: Home, run: string, label: () => string) => {
  const [owner = '', domain = ''] = 'domain' in home ? ['', home.domain] : home.address.split(/@(?=[^@]*$)/)
  const [plus, escaped] = [String.raw`(?:\+|%2B)`, (text: string) => text.replace(/\W/g, '\\$&')]
  // The name is looked at only where another one is put before it.
  const before = owner === '' ? '()' : String.raw`((?:[\w.+-]|%2B)*)`
  // What has its label is somebody there already: the domain may be one of the cases' own.
  const ours = new RegExp(`${before}(?<!${plus}${run}-\\d+-\\d)${at}${place}${end}`, 'gi')
  const there = owner === '' ? '()' : `${escaped(owner)}${plus}((?:[\\w.+-]|%2B)*?)`
  const theirs = new RegExp(`${there}${plus}${run}-\\d+-(\\d)${at}${escaped(domain)}${end}`, 'gi')
  return {
    outward: (text: string) =>
      text.replace(ours, (_, name: string, sign: string, of: string) => {
        const sum = sign === '@' ? '+' : '%2B'
        const which = `${label()}-${domains.indexOf(of.toLowerCase())}`
        return `${owner === '' ? '' : owner + sum}${name}${sum}${which}${sign}${domain}`
      }),
    inward: (text: string) =>
      text.replace(theirs, (_, name: string, which: string, sign: string) => `${name}${sign}${domains[Number(which)]}`),
  }
}

/**
 * People whose mail can be read. A letter's kind is seen by where its link leads; `kindOf` says it for a server with links of its own.
 */
export const mailboxWorld = ({
  read,
  kindOf,
  patience = 15,
  ...home
}: Home & {
  readonly read: ReadMailbox
  readonly kindOf?: KindOf
  /** How long a mail may take, seconds. */
  readonly patience?: number
}): World => {
  const run = `${Date.now().toString(36)}${Math.trunc(Math.random() * 46_656).toString(36)}`
  let number = 0
  const aliases = aliasesAt(home, run, () => `${run}-${number}`)
  const mail: Mailbox = async (to, kind) => {
    const fits = isOf(kind, kindOf) ?? skipTest(`the world cannot tell a letter that is a ${kind}: give it a kindOf`)
    const there = aliases.outward(to)
    let letters: readonly Letter[] = []
    for (const end = Date.now() + patience * 1000; Date.now() < end; await setTimeout(250)) {
      letters = await read(there)
      const found = letters.map((letter) => partsOf(letter, kindOf)).find(fits)
      if (!found) continue
      const { subject, text, link, token, code } = found
      const [told, leads] = [aliases.inward(text), link && aliases.inward(link)]
      return {
        subject,
        text: told,
        html: '',
        link: leads,
        token,
        code,
        id: '',
        to,
        kind,
        createdAt: new Date().toISOString(),
      }
    }
    throw new Error(`No ${kind} came to ${there} within ${patience} s: ${lack(letters.map(({ subject }) => subject))}`)
  }
  return {
    reset: async () => {
      // Before all: a mailbox that cannot be read is said once, and not by every case.
      if (number === 0) await read(aliases.outward('nobody@example.test'))
      number += 1
    },
    aliases,
    // Whoever signs up runs nothing there: no settings, no tenants, no clock.
    only: [
      ...(['user', 'newcomer', 'session', 'member', 'joins', 'account', 'client', 'mail', 'csrf', 'call'] as const),
      ...(['appUser', 'appNewcomer', 'appSession', 'organization', 'organizationMember'] as const),
      ...(['projectUser', 'projectSession', 'signInForm', 'page', 'code', 'tokensOfCode'] as const),
      ...(['openIdTokens', 'browserSession', 'letIn'] as const),
    ],
    mail,
  }
}

/** The mailbox of a Mailpit, by its HTTP interface. */
export const mailpit = (url: string): ReadMailbox => {
  const get = async <Body>(path: string): Promise<Body> => {
    const asked = fetch(`${url.replace(/\/+$/, '')}/api/v1/${path}`, { signal: AbortSignal.timeout(10_000) })
    const answer = await asked.catch((error: unknown) => {
      throw new Error(`The mailbox at ${url} does not answer: is it there, and started? ${whyOf(error)}`)
    })
    if (!answer.ok) throw new Error(`The mailbox at ${url} answered ${answer.status}`)
    return (await answer.json()) as Body
  }
  return async (address) => {
    const query = new URLSearchParams({ query: `to:"${address}"` })
    const { messages } = await get<{ messages: readonly { ID: string }[] }>(`search?${query}`)
    return Promise.all(
      messages.map(async ({ ID }) => {
        const { Subject, Text } = await get<{ Subject: string; Text: string }>(`message/${encodeURIComponent(ID)}`)
        return { subject: Subject, text: Text }
      }),
    )
  }
}
