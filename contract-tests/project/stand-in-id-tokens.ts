// ID tokens as a provider's library gives them to an app on a device: of the sandbox's stand-in.
import type { Wire } from '../../generated/operations.ts'
import { demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import type { Seeds, StandInPerson } from '../harness/seeds/seeds.ts'

const example = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'

export const idTokenOf = async (
  seeds: Seeds,
  person: StandInPerson,
  { provider = 'google', nonce }: { readonly provider?: 'google' | 'microsoft'; readonly nonce?: string } = {},
): Promise<string> => {
  const asked = {
    response_type: 'code',
    client_id: `sandbox-${provider}`,
    redirect_uri: `${demo.publicUrl}/auth/${provider}/callback`,
    state: 'on-a-device',
    ...(nonce !== undefined && { nonce }),
  } as const
  const came = await seeds.call('service.answerStandIn', { path: { provider }, query: asked, ...form(person) })
  if (!came) return example
  const exchange = {
    grant_type: 'authorization_code',
    code: new URL(came.headers.get('location')!).searchParams.get('code')!,
    redirect_uri: asked.redirect_uri,
    client_id: asked.client_id,
    client_secret: `secret-of-${provider}`,
  } as const
  const answer = await seeds.call('service.exchangeStandInCode', { path: { provider }, ...form(exchange) })
  return (answer!.body as Wire['StandInTokens']).id_token!
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The same token in another spelling: the last character of its signature has four bits that nobody reads. */
export const respelled = (token: string): string => token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1)!) ^ 1]!
