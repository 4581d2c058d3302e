import { linkingCases } from '../harness/cases/linking-cases.ts'
import { ownIdentityCases } from '../harness/cases/own-identity-cases.ts'
import { pkce } from '../harness/fixtures/people.ts'
import { ada } from '../harness/seeds/seeds.ts'
import { codeFromProvider } from './provider-journeys.ts'

ownIdentityCases('project', async (seeds) => {
  const body = { code: await codeFromProvider(seeds, 'google', ada), code_verifier: pkce.verifier }
  return seeds.call('project.exchangeOAuthCode', { query: { client_type: 'mobile' }, body })
})

linkingCases('project')
