import { linkingCases } from '../harness/cases/linking-cases.ts'
import { ownIdentityCases } from '../harness/cases/own-identity-cases.ts'
import { keyed, pkce } from '../harness/fixtures/people.ts'
import { ada } from '../harness/seeds/seeds.ts'
import { codeFrom } from './provider-sign-ins.ts'

ownIdentityCases('app', async (seeds) => {
  const body = { code: await codeFrom(seeds, undefined, ada), code_verifier: pkce.verifier }
  return seeds.call('app.exchangeOAuthCode', { headers: keyed(), body })
})

linkingCases('app')
