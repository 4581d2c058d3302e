// Asks three questions and writes the world of a server: a file of about ten lines to begin with.
import { existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { quoted } from '../harness/words/curl.ts'
import { whyNoServer } from './options.ts'

const file = 'conform.world.mjs'

type Kind = '1' | '2' | '3' | '4' | '5'

const kinds = `How does a person come to be there?
  1  the server has the sandbox's operations (POST /sandbox/reset and the others)
  2  by signing up, and by a mail that I can read
  3  they are there already: I have a file of them
  4  nobody is to come to be there: ask only what needs nobody
  5  in a way of the server's own, such as a path for tests: I write it down
`

/** The second question of each kind, with what is meant where nothing is said. */
const more: Readonly<Record<Exclude<Kind, '1' | '4' | '5'>, readonly [question: string, usual: string]>> = {
  '2': ['Where is the mailbox (a Mailpit by http://, any other as imaps://name@host/INBOX)?', 'http://localhost:8025'],
  '3': ['Which file holds them?', 'conform.people.json'],
}

const text = (value: string) => JSON.stringify(value)

const isMail = (address: string): boolean => /^imaps?:\/\/[^/@]+@[^/@]+/.test(address)

/** A mailbox of one name. Its password stands in no file. */
const imapModule = (address: string): string => {
  const url = new URL(address)
  url.password = ''
  const name = decodeURIComponent(url.username)
  return `// How the conformance kit comes to people: they sign up, and their mail is read over IMAP (npm install --save-dev imapflow).
// Their mail has to come to the mailbox: name+anything@host does at most hosts. Where all mail of a domain does, say domain in place of address.
export const openWorld = (url, { mailboxWorld, imap }) =>
  mailboxWorld({
    address: ${text(name.includes('@') ? name : `${name}@${url.hostname}`)},
    read: imap(${text(url.href)}, { password: process.env.IMAP_PASSWORD }),
  })
`
}

const ownModule = `// How the conformance kit comes to people: in this server's own way. Words that are left out go by public operations and by the
// sandbox's, where they are there; else the cases that need them are not asked. docs/conformance.md says more, under "The world".
export const openWorld = (url) => ({
  // Empties the world, before each case.
  reset: async () => { throw new Error('say in ${file} how this server is emptied') },
  // Moves its clock on: wait: async (seconds) => …
  // Makes a person, signed in, as POST /auth/sign-up answers: user: async ({ email, password }) => ({ profile, tokens, accountId })
})
`

/** The module, by what was answered. */
export const worldModule = (kind: Exclude<Kind, '1'>, answer: string): string => {
  if (kind === '2' && isMail(answer)) return imapModule(answer)
  if (kind === '2') {
    return `// How the conformance kit comes to people: they sign up, and their mail is read.
// The mail of every address of this domain has to come to the mailbox. For another mailbox give your own function:
// read: async (address) => [{ subject, text }], the newest first.
export const openWorld = (url, { mailboxWorld, mailpit }) => mailboxWorld({ domain: 'example.com', read: mailpit(${text(answer)}) })
`
  }
  if (kind === '3') {
    return `// How the conformance kit comes to people: they are there already.
export const openWorld = (url, { peopleWorld }) => peopleWorld(${text(answer)})
`
  }
  if (kind === '5') return ownModule
  return `// The conformance kit comes to nobody here, and asks only what needs nobody.
export const openWorld = (url, { nobodyWorld }) => nobodyWorld()
`
}

const people = `${JSON.stringify(
  {
    people: [{ email: 'somebody@example.com', password: 'their password' }],
    clientId: 'your client',
    redirectUri: 'https://app.example.com/callback',
  },
  undefined,
  2,
)}
`

/** Writes a file that is not there yet. Returns whether it did. */
const writeNew = (path: string, content: string): boolean => {
  if (existsSync(path)) return false
  writeFileSync(path, content, { mode: 0o600 })
  return true
}

/** Returns the exit code. */
export const init = async (name: string): Promise<number> => {
  const say = (words: string) => void process.stdout.write(words)
  const input = createInterface({ input: process.stdin })
  const lines = input[Symbol.asyncIterator]()
  const ask = async (question: string, usual: string): Promise<string> => {
    say(`${question} [${usual}] `)
    const { value, done } = await lines.next()
    const said = done === true ? '' : value.trim()
    return said === '' ? usual : said
  }
  try {
    if (existsSync(file)) {
      process.stderr.write(`${file} is there already: change it by hand, or move it away and say init once more.\n`)
      return 2
    }
    const url = await ask('Which server?', 'http://localhost:3000')
    const why = whyNoServer(url)
    if (why) {
      process.stderr.write(`${why}\n`)
      return 2
    }
    say(kinds)
    const kind = await ask('Which of these?', '1')
    if (!/^[1-5]$/.test(kind)) {
      process.stderr.write(`"${kind}" is none of these: say one of the numbers 1 to 5.\n`)
      return 2
    }
    const asks = `${name} --url ${quoted(url)} --only-implemented`
    if (kind === '1') {
      say(`\nThe kit knows those operations; no file is needed.\n  ${asks}\n`)
      return 0
    }
    const question = more[kind as keyof typeof more] as (typeof more)['2'] | undefined
    const answer = question ? await ask(...question) : ''
    if (kind === '2' && !isMail(answer) && !/^https?:\/\//.test(answer)) {
      process.stderr.write(
        `"${answer}" is no address of a mailbox: http://localhost:8025, or imaps://name@mail.example.com\n`,
      )
      return 2
    }
    writeFileSync(file, worldModule(kind as Exclude<Kind, '1'>, answer))
    say(`\n${file} is written.\n`)
    if (kind === '2' && isMail(answer)) {
      say('Its password is read from IMAP_PASSWORD, and imapflow reads the mail: npm install --save-dev imapflow\n')
    }
    if (kind === '5') say('Write there how the server is emptied, and how a person comes to be there. Then:\n')
    if (kind === '3' && writeNew(answer, people))
      say(`${answer} is written too: put your people in, and keep it out of git.\n`)
    say(`  ${asks} --world ${file}\n`)
    return 0
  } finally {
    input.close()
  }
}
