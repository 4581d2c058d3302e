import { describe, expect, it } from 'vitest'
import type { MailKind, MailMessage } from '../../server/model/mail.ts'
import { renderMail, type MailData } from '../../server/outside/mail-templates.ts'
import { duration } from '../../server/model/languages.ts'

const to = 'alice@example.test'
const appName = 'Inbox Manager'
const link = 'https://auth.test/x?token=abc&next=%2Fhome'
const token = 'abc'

const samples: MailData = {
  welcome: { appName, link: 'https://auth.test/sign-in' },
  account_exists: { appName, link: 'https://auth.test/sign-in', isProven: true },
  verify_email_link: { appName, link, token, minutes: 1440 },
  verify_email_code: { appName, code: '012345', minutes: 10 },
  magic_link: { appName, link, token, minutes: 60 },
  sign_in_code: { appName, code: '012345', minutes: 10 },
  reset_password_link: { appName, link, token, minutes: 60 },
  reset_password_code: { appName, code: '012345', minutes: 10 },
  change_address_link: { appName, link, token, minutes: 60, from: 'alice@example.com' },
  address_changed: { appName, link, token },
  password_changed: { appName, link, token },
  session_stolen: { appName, link, token },
  second_factor_on: { appName, link, token },
  second_factor_off: { appName, link, token },
  passkey_added: { appName, link, token },
  passkey_removed: { appName },
  provider_linked: { appName, link, token, provider: 'Google' },
  provider_unlinked: { appName, provider: 'Google' },
  new_device: { appName, link, token, userAgent: 'X11; Linux x86_64 Firefox/140.0' },
  client_added: { appName, link, token, name: 'Reports' },
  client_secret_renewed: { appName, link, token, name: 'Reports' },
  key_added: { appName, link, token, name: 'Deploy' },
  account_deleted: { appName },
  wrong_passwords: { appName },
  wrong_codes: { appName },
  wrong_second_factors: { appName },
  invitation: { appName, link, token, minutes: 10_080, inviter: 'Bob', account: 'Acme' },
  member_added: { appName, account: 'Acme' },
}
const kinds = Object.keys(samples) as MailKind[]
const render = <K extends MailKind>(kind: K, change: Partial<MailData[K]> = {}): MailMessage =>
  renderMail(kind, to, { ...samples[kind], ...change })

/** What a person sees of HTML. */
const shown = (html: string) =>
  html
    .replace(/^[^]*<body/, '<body')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&#(\d+);/g, (_whole, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, ' ')

it('says that nothing was changed only to who has proven the address', () => {
  expect(render('account_exists').text).toContain('nothing was changed')
  expect(render('account_exists', { isProven: false }).text).not.toMatch(/nothing was changed|is safe/)
})

describe('every mail', () => {
  it.each(kinds)('%s says the same in text and HTML', (kind) => {
    const mail = render(kind)
    expect(mail).toMatchObject({ kind, to })
    expect(mail.subject).not.toBe('')
    expect(mail.text).toContain(appName)
    const html = shown(mail.html)
    for (const paragraph of mail.text.split('\n\n').slice(0, -1)) {
      if (!paragraph.includes('\n')) expect(html).toContain(paragraph.trim())
    }
  })

  it.each(kinds)('%s holds its link or code in both forms and beside them', (kind) => {
    const mail = render(kind)
    const data: { link?: string | null; code?: string; token?: string | null } = samples[kind]
    expect(mail).toMatchObject({ link: data.link ?? null, code: data.code ?? null, token: data.token ?? null })
    if (mail.link) {
      expect(mail.text.split('\n')).toContain(mail.link)
      expect(shown(mail.html)).toContain(mail.link)
      expect(mail.html.split('class="label" href=')).toHaveLength(2)
    } else {
      expect(mail.html).not.toContain('href=')
    }
    if (mail.code) {
      expect(mail.text.split('\n')).toContain(`    ${mail.code}`)
      expect(shown(mail.html)).toContain(` ${mail.code} `)
      expect(mail.subject).not.toContain(mail.code)
    }
  })

  it('says how long it is good and what to do if it was not you', () => {
    expect(render('verify_email_link').text).toContain('within 24 hours')
    expect(render('magic_link').text).toContain('within 1 hour')
    expect(render('reset_password_code').text).toContain('within 10 minutes')
    expect(render('invitation').text).toContain('within 7 days')
    for (const kind of kinds) expect(render(kind).text).toMatch(/\bIf (this|it|you) (was|do|did|is)/)
  })

  it('reads as one plain letter', () => {
    expect(render('invitation').text).toBe(`Bob invites you to join Acme on Inbox Manager.

Accept the invitation:
https://auth.test/x?token=abc&next=%2Fhome

The link works once, within 7 days. It is for you alone.

If you do not expect this, ignore this mail. Nobody learns whether you opened it.

-- 
Inbox Manager, to alice@example.test
`)
  })

  it('does without a name for inviter and account', () => {
    const mail = render('invitation', { inviter: null, account: null })
    expect(mail.subject).toBe('You are invited to Inbox Manager')
    expect(mail.text).toMatch(/^Somebody invites you to Inbox Manager\.\n/)
  })
})

describe('values from strangers', () => {
  const hostile = `"><script>alert('x')</script><img src=x onerror=y>&amp;`

  it('are escaped in HTML, in every place', () => {
    for (const kind of kinds) {
      const names = { appName: hostile, inviter: hostile, account: hostile }
      const code = 'code' in samples[kind] && { code: hostile }
      const mail = renderMail(kind, hostile, { ...samples[kind], ...names, ...code })
      const plain = render(kind)
      expect(mail.html.match(/<[a-z!/]/gi)?.length).toBe(plain.html.match(/<[a-z!/]/gi)?.length)
      expect(mail.html).not.toMatch(/<(script|img)/)
      expect(shown(mail.html)).toContain(`alert('x')`)
    }
  })

  it('cannot leave the attribute of a link', () => {
    const mail = render('magic_link', { link: `https://auth.test/?a="onclick='b'<c>` })
    expect(mail.html).toContain('href="https://auth.test/?a=&#34;onclick=&#39;b&#39;&#60;c&#62;"')
  })

  it('cannot start a line of their own', () => {
    for (const brk of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\v', '\0']) {
      const name = `Acme${brk}Bcc: e@evil.test`
      for (const kind of kinds) {
        const { subject, text } = renderMail(kind, to, {
          ...samples[kind],
          appName: name,
          account: name,
          inviter: name,
        })
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(text).not.toMatch(/^Bcc/m)
      }
    }
  })

  it('do not become links, and fill no page', () => {
    const name = `Win at https://evil.test/now or evil.test ${'x'.repeat(5000)}`
    const { subject, text, html } = render('invitation', { inviter: name, account: name })
    for (const form of [subject, text, html]) {
      expect(form).not.toMatch(/https:\/\/evil|evil\.test/)
      expect(form).not.toContain('x'.repeat(80))
    }
    expect(text.replaceAll('\u200b', '')).toContain('Win at https://evil.test/now')
  })

  it('are no link unless they are a web address', () => {
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      '/relative',
      '',
      'https://a b',
      'https://a\nBcc: x',
    ]) {
      expect(() => render('magic_link', { link: bad })).toThrow('http or https')
    }
  })
})

describe('duration', () => {
  it('says minutes as people do', () => {
    expect([1, 10, 60, 90, 120, 1440, 2880, 10_080].map((minutes) => duration(minutes))).toEqual([
      ...['1 minute', '10 minutes', '1 hour', '90 minutes', '2 hours', '24 hours', '2 days', '7 days'],
    ])
  })
})
