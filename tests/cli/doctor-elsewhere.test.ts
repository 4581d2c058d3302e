// What the doctor says of other machines: the mail server, the database, and what stands in front.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'
import { runCommand } from './command-for-tests.ts'
import { type Finding, examine, settings } from './doctor-for-tests.ts'

describe('the doctor', () => {
  it('warns of mail that goes to another machine without insisting on TLS', async () => {
    const { url, remove } = await freshDatabase('sqlite')
    onTestFinished(() => remove())
    const about = async (SMTP_URL: string) =>
      (await examine({ ...settings(url), SMTP_URL })).findings.filter(
        ({ name, outcome }) => name === 'mail' && outcome === 'warning',
      ).length
    const warned = []
    for (const address of [
      'smtp://who:word@mail.invalid:25',
      'smtp://mail.invalid:25?ignoreTLS=true',
      'smtp://mail.invalid:25?requireTLS=true',
      'smtps://mail.invalid',
      'smtp://127.0.0.1:1',
    ])
      warned.push(await about(address))
    expect(warned).toEqual([1, 1, 0, 0, 0])
  })

  it('says that nothing of ours answers at PUBLIC_URL', async () => {
    const { url, remove } = await freshDatabase('sqlite')
    const asked = { ...settings(url), PUBLIC_URL: 'https://127.0.0.1:1' }
    const { code, out } = await runCommand(asked, ['doctor', '--json'])
    const { findings } = JSON.parse(out) as { findings: Finding[] }
    expect([code, findings.find(({ name }) => name === 'front')?.outcome]).toEqual([1, 'wrong'])
    remove()
  })

  it('says of a certificate that nobody has signed what to do about it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-doctor-'))
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-subj', '/CN=localhost']
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...made], { stdio: 'ignore' })
    const front = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) })
    await new Promise<void>((resolve) => void front.listen(0, '127.0.0.1', resolve))
    const { url, remove } = await freshDatabase('sqlite')
    onTestFinished(() => {
      front.close()
      remove()
      rmSync(folder, { recursive: true })
    })
    const PUBLIC_URL = `https://127.0.0.1:${(front.address() as AddressInfo).port}`
    const { out } = await runCommand({ ...settings(url), PUBLIC_URL }, ['doctor', '--json'])
    const { findings } = JSON.parse(out) as { findings: Finding[] }
    expect(findings.find(({ name }) => name === 'front')?.text).toContain('NODE_EXTRA_CA_CERTS')
  })
})

describe.runIf(kinds.includes('postgres'))('a database at another machine', () => {
  it('is warned of where the connection to it is not encrypted', async () => {
    const { url, remove } = await freshDatabase('postgres')
    onTestFinished(() => remove())
    // An address that is this machine's and does not look so.
    const other = url.replace('127.0.0.1', '0.0.0.0')
    expect(other).not.toBe(url)
    const about = ({ findings }: { findings: Finding[] }) =>
      findings.filter(({ text }) => text.includes('sslmode=verify-full')).map(({ outcome }) => outcome)
    expect([about(await examine(settings(url))), about(await examine(settings(other)))]).toEqual([[], ['warning']])
  })
})
