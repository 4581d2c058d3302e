import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type OperationId, operations } from '../../../generated/operations.ts'
import type { SentRequest } from './curl.ts'
import { curlOf } from './curl.ts'
import { bundlePlaceOf, specLineOf } from './spec-lines.ts'
import { tell } from './telling.ts'

const root = join(import.meta.dirname, '../../..')
const baseUrl = 'http://localhost:3000'
const sentWith = (changed: Partial<SentRequest>): SentRequest => ({
  method: 'POST',
  url: '/auth/sign-in',
  headers: new Headers({ 'content-type': 'application/json' }),
  cookies: {},
  body: '{"email":"alice@example.test","password":"correct horse battery"}',
  ...changed,
})

/** What a shell makes of a command. */
const words = (command: string): string[] =>
  execFileSync('sh', ['-c', `curl() { for word; do printf '%s\\0' "$word"; done; }\n${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

describe('the line of spec/ that a broken case points at', () => {
  const lineAt = (place: string): string => {
    const [file = '', line = ''] = place.split(':')
    return readFileSync(join(root, file), 'utf8').split('\n')[Number(line) - 1]!.trim()
  }

  it.each([
    ['account.signIn', 401],
    ['account.me', 200],
    ['project.deleteUsers', 200],
    ['oauth.issueToken', 400],
  ] as const)('is that of the status: %s %i', (id, status) => {
    expect(lineAt(specLineOf(id, status))).toMatch(new RegExp(`^"${status}":`))
  })

  it('is that of the operation where it does not write the status itself, for every operation', () => {
    const ids = Object.keys(operations) as OperationId[]
    expect(ids.map((id) => lineAt(specLineOf(id, 418)))).toEqual(ids.map((id) => `operationId: ${id}`))
  })

  it('is that of the bundle where there is no spec/', () => {
    const bundle = readFileSync(join(root, 'generated/openapi.json'), 'utf8').split('\n')
    const lineIn = (id: OperationId, status: number) => bundle[bundlePlaceOf(id, status).line - 1]!.trim()
    expect(lineIn('account.signIn', 401)).toBe('"401": {')
    const ids = Object.keys(operations) as OperationId[]
    expect(ids.map((id) => lineIn(id, 418))).toEqual(ids.map((id) => `"operationId": "${id}",`))
  })
})

describe('the command that asks again', () => {
  it('is taken by a shell as it was sent, whatever is in it', () => {
    const odd = `it's "odd" $HOME \`id\` \\ !\n&; * é`
    const sent = sentWith({
      url: "/auth/me?a=b'c&d=$(id)",
      headers: new Headers({ 'x-odd': 'a"b\'c $PATH' }),
      body: odd,
    })
    expect(words(curlOf(baseUrl, sent, false))).toEqual([
      ...['-i', '-X', 'POST', `${baseUrl}${sent.url}`, '-H', `x-odd: ${sent.headers.get('x-odd')}`],
      ...['--data-raw', odd],
    ])
  })

  it('holds what every copy of the kit has, and cuts short what a server gave', () => {
    const known = curlOf(baseUrl, sentWith({}))
    expect(known).toContain('"password":"correct horse battery"')
    expect(known).not.toContain('#')
    const sent = sentWith({
      headers: new Headers({ authorization: 'Bearer QbLdBV3O4bnOu5nafUM1SbX3', cookie: 'a=s3cretvalues' }),
    })
    expect(curlOf(baseUrl, sent, false)).toMatch(
      /'authorization: Bearer QbLd…'.*# secrets are cut short: --show-secrets/,
    )
    expect(curlOf(baseUrl, sent, false)).not.toContain('s3cretvalues')
    const bare = sentWith({ headers: new Headers({ authorization: 'QbLdBV3O4bnOu5nafUM1SbX3' }) })
    expect(curlOf(baseUrl, bare, false)).not.toContain('SbX3')
    const typed = sentWith({ body: '{"password":"a password of somebody"}' })
    expect(curlOf(baseUrl, typed, false)).not.toContain('somebody')
  })

  it('holds all of it where the run was told to', () => {
    const headers = new Headers({ authorization: 'Bearer QbLdBV3O4bnOu5nafUM1SbX3' })
    const command = curlOf(baseUrl, sentWith({ headers, body: undefined, method: 'GET', url: '/auth/me' }), true)
    expect(command).toBe(`curl -i -X GET ${baseUrl}/auth/me -H 'authorization: Bearer QbLdBV3O4bnOu5nafUM1SbX3'`)
  })
})

describe('a broken case', () => {
  const body = { type: 'about:blank', status: 500 }
  const answer = {
    status: 500,
    headers: new Headers({ 'content-type': 'application/problem+json' }),
    cookies: [],
    text: JSON.stringify(body),
    body,
  }

  it('says what was sent, what the contract says and where, what came, what is wrong, and how to ask again', () => {
    const wanted = { status: 401, example: 'invalid_credentials' }
    const asked = { baseUrl, sent: sentWith({}) }
    expect(tell('account.signIn', answer, wanted, 'the status is 500 instead of 401', asked).split('\n')).toEqual([
      expect.stringMatching(
        /^account\.signIn: POST \/auth\/sign-in with \{"email":"alice@example\.test","password":"corr…"\} was sent; the contract says 401 "invalid_credentials" \(spec\/account\/sessions\.yaml:\d+\); 500 of application\/problem\+json, \{"type":"about:blank","status":500\} came; the status is 500 instead of 401$/,
      ),
      expect.stringMatching(/^by hand: curl -i -X POST http:\/\/localhost:3000\/auth\/sign-in -H /),
    ])
  })

  it('is one line, whatever ends lines in what came', () => {
    const told = tell('account.signIn', { ...answer, text: 'a\r::b\r\n::c' }, undefined, 'it is odd', undefined)
    expect(told).toContain('500 of application/problem+json, a ::b ::c came; it is odd')
  })

  it('of an answer that no case expects anything of says where the contract has it', () => {
    const told = tell(
      'account.me',
      { ...answer, status: 401, text: '' },
      undefined,
      'header x-request-id is missing',
      undefined,
    )
    expect(told).toMatch(
      /^account\.me: the contract says what a 401 is \(spec\/account\/\w+\.yaml:\d+\); 401 without a body came; header x-request-id is missing$/,
    )
  })
})
