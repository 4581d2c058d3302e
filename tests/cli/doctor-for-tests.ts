// What tests of the doctor share: a mail server that is there, settings, and what was found.
import { type AddressInfo, createServer } from 'node:net'
import { production, runCommand } from './command-for-tests.ts'

/** A mail server that greets and takes whoever says who they are, for as long as this process runs. */
const mailServer = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.write('220 mail.example.com\r\n')
  socket.on('data', (bytes) =>
    socket.write(/^QUIT/i.test(bytes.toString()) ? '221 bye\r\n' : '250 mail.example.com\r\n'),
  )
})
await new Promise<void>((resolve) => void mailServer.listen(0, '127.0.0.1', resolve))
mailServer.unref()

/** Settings of production with which the doctor finds nothing wrong, but the words of the mail server. */
export const settings = (url: string) => ({
  ...production(url),
  PUBLIC_URL: 'https://auth.example.com',
  SMTP_URL: `smtp://who:hidden-word@127.0.0.1:${(mailServer.address() as AddressInfo).port}?ignoreTLS=true`,
  MAIL_FROM: 'no-reply@example.com',
  PROJECT_ENVIRONMENT: 'none',
  TRUSTED_PROXIES: 'loopback',
})

export interface Finding {
  readonly name: string
  readonly outcome: string
  readonly text: string
}

/** What the doctor finds, with `wrong` the names of what keeps people out. Nothing is asked at PUBLIC_URL. */
export const examine = async (given: Record<string, string>, ...args: string[]) => {
  const { code, out } = await runCommand(given, ['doctor', '--offline', '--json', ...args])
  const { findings } = JSON.parse(out) as { findings: Finding[] }
  return { code, findings, wrong: findings.filter(({ outcome }) => outcome === 'wrong').map(({ name }) => name) }
}
