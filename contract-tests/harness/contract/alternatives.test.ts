import { expect, it } from 'vitest'
import { triedBy } from './alternatives.ts'

const key = { 'x-publishable-key': 'pk_test_1' }
const bearer = { authorization: 'Bearer sk_test_1' }
const tried = (headers: Record<string, string>) =>
  triedBy('app.exchangeOAuthCode', { headers: new Headers(headers), cookies: {} })

it('takes a request for the security requirement that asks for all it shows', () => {
  expect(tried({ ...key, ...bearer })).toBe('appPublishableKey+appSecretKey')
})

it('takes a request for the security requirement that asks for nothing more than it shows', () => {
  expect(tried(key)).toBe('appPublishableKey')
})

it('takes a request that shows nothing for the first security requirement', () => {
  expect(tried({})).toBe('appPublishableKey+appSecretKey')
})
