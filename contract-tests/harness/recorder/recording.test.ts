import { describe, expect, it } from 'vitest'
import type { OperationId } from '../../../generated/operations.ts'
import { alternativesOf, triedBy } from '../contract/alternatives.ts'
import { type Answer, exampleOf } from '../contract/contract.ts'
import { createRecorder } from './recording.ts'
import type { SentRequest } from '../words/curl.ts'
import type { Exchange } from './records.ts'

const url = 'http://localhost:1'
const test = { file: 'a.test.ts', name: 'a test' }
const sentWith = (headers: Record<string, string> = {}, cookies = {}, body?: string): SentRequest => ({
  method: 'POST',
  url: '/auth/sign-in',
  headers: new Headers(headers),
  cookies,
  body,
})
const answered = (status: number, body: unknown = {}): Answer => ({
  status,
  headers: new Headers({ 'content-type': 'application/json' }),
  cookies: [],
  text: JSON.stringify(body),
  body,
})

const hearing = (id: OperationId, answer: Answer, sent = sentWith()) => {
  const recorder = createRecorder()
  recorder.nameTarget(url, 'real')
  recorder.hear(url, id, sent, answer)
  return recorder
}

describe('a recorder', () => {
  it('keeps what a case expected, and counts the like of it', () => {
    const answer = answered(200)
    const recorder = hearing('account.signIn', answer)
    recorder.claim(answer, 200, 'signed_in')
    recorder.settle(test)
    const cell = {
      operation: 'account.signIn',
      status: 200,
      example: 'signed_in',
      alternative: 'none',
      verdict: 'kept',
    }
    expect(recorder.takeRows().cells).toMatchObject([{ ...cell, count: 1, test: 'a test' }])
    expect(recorder.takeRows().cells).toEqual([])
  })

  it('places a wrong answer where the right one was expected', () => {
    const answer = answered(500)
    const recorder = hearing('account.signIn', answer)
    recorder.claim(answer, 200, 'signed_in')
    recorder.blame(answer, 'expected 500 to be 200')
    recorder.settle({ ...test, failure: 'expected 500 to be 200' })
    const [cell] = recorder.takeRows().cells
    expect(cell).toMatchObject({ status: 200, verdict: 'broken', problems: ['expected 500 to be 200'] })
    expect(cell?.answer?.status).toBe(500)
  })

  it('blames the last answer for a failure that is nobody else’s', () => {
    const recorder = hearing('account.signIn', answered(429))
    recorder.hear(url, 'account.me', sentWith(), answered(401, exampleOf('account.me', 401, 'unauthorized')))
    recorder.settle({ ...test, failure: 'expected 401 to be 200' })
    const broken = recorder.takeRows().cells.filter(({ verdict }) => verdict === 'broken')
    expect(broken.at(-1)).toMatchObject({ operation: 'account.me', problems: ['expected 401 to be 200'] })
  })

  it('holds an answer that no case looks at to the contract all the same', () => {
    const recorder = hearing('account.signIn', answered(418))
    expect(recorder.settle(test)).toMatchObject([
      expect.stringMatching(/^account\.signIn: .*; status 418 is not declared$/m),
    ])
    expect(recorder.takeRows().cells[0]?.problems?.[0]).toContain('status 418 is not declared')
  })

  it('knows the order in which several were asked at once, whichever is answered first', () => {
    const places: number[] = []
    const recorder = createRecorder((_, answers) => places.push(...answers.map(({ place }) => place)))
    recorder.nameTarget(url, 'real')
    const [first, second] = [recorder.place(), recorder.place()]
    recorder.hear(url, 'account.signIn', sentWith(), answered(200), second)
    recorder.hear(url, 'account.signIn', sentWith(), answered(200), first)
    recorder.hear(url, 'account.signIn', sentWith(), answered(200))
    recorder.settle(test)
    expect(places).toEqual([second, first, Math.max(first, second) + 1])
    expect(first).toBeLessThan(second)
  })

  it('keeps no secret', () => {
    const body = JSON.stringify({ email: 'alice@example.test', password: 'correct horse battery' })
    const sent = sentWith(
      { authorization: 'Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln', cookie: 'a=s3cretvalue' },
      {},
      body,
    )
    const recorder = hearing(
      'account.signIn',
      answered(200, { code: 'invalid_link', tokens: { refresh_token: 'QbLdBV3O4bnOu5nafUM1SbX3' } }),
      sent,
    )
    recorder.settle(test)
    const text = JSON.stringify(recorder.takeRows())
    for (const secret of ['horse', 'c2ln', 's3cretvalue', 'nOu5nafUM1SbX3']) expect(text).not.toContain(secret)
    for (const told of ['alice@example.test', 'invalid_link']) expect(text).toContain(told)
  })

  it('says which test asked which operations', () => {
    const recorder = hearing('account.signUp', answered(201))
    recorder.hear(url, 'account.me', sentWith(), answered(200))
    recorder.settle(test)
    const touched = { file: 'a.test.ts', test: 'a test', target: 'real', operations: ['account.signUp', 'account.me'] }
    expect(recorder.takeRows().touches).toEqual([touched])
  })

  it('hears only those who have a name', () => {
    const recorder = createRecorder()
    recorder.hear(url, 'account.me', sentWith(), answered(200))
    recorder.settle(test)
    expect(recorder.takeRows()).toEqual({ cells: [], touches: [] })
  })
})

describe('the security requirement that a request tries', () => {
  const bearer = { authorization: 'Bearer x' }
  const requirements: readonly [OperationId, SentRequest, Exchange['alternative']][] = [
    ['account.me', sentWith(bearer), 'accountBearer'],
    ['account.me', sentWith({}, { refresh_token: 'x' }), 'accountRefreshCookie'],
    ['account.me', sentWith(bearer, { refresh_token: 'x' }), 'accountBearer'],
    ['account.me', sentWith(), 'accountBearer'],
    ['account.signOut', sentWith(), 'none'],
    ['account.signIn', sentWith(bearer), 'none'],
    ['app.getMe', sentWith({ ...bearer, 'x-publishable-key': 'x' }), 'appPublishableKey+appBearer'],
    ['oauth.issueToken', sentWith({ authorization: 'Basic x' }), 'oauthClientBasic'],
    ['oauth.issueToken', sentWith(bearer), 'none'],
  ]
  it.each(requirements)('%s %o: %s', (id, sent, requirement) => {
    expect(triedBy(id, sent)).toBe(requirement)
    expect(alternativesOf(id)).toContain(requirement)
  })
})
