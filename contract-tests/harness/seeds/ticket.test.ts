import { expect, it } from 'vitest'
import { answered } from '../fixtures/answers.ts'
import { accessTokenOf, ticketOf } from './ticket.ts'

it('a ticket is that of the answer, and an example only where nobody was asked', () => {
  expect(ticketOf(undefined)).toBe('example')
  expect(ticketOf(answered(403, { mfa_token: 'one' }))).toBe('one')
  expect(ticketOf(answered(403, { mfaToken: 'two' }))).toBe('two')
  for (const body of [{}, null, '']) {
    expect(() => ticketOf(answered(200, body))).toThrow('No second factor was asked for: 200')
  }
})

it('what came instead is told without its secrets, and cut short', () => {
  const secret = 'QbLdBV3O4bnOu5nafUM1SbX3'
  const odd = answered(200, { refresh_token: secret, note: 'a'.repeat(1000) })
  for (const read of [ticketOf, accessTokenOf]) {
    expect(() => read(odd)).toThrow(/200 \{"refresh_token":"QbLd…"/)
    expect(() => read(odd)).not.toThrow(secret)
    expect(() => read(odd)).not.toThrow(/.{400}/)
  }
})
