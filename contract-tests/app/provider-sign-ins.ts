// A person's way through a provider for an app that has only a publishable key.
import { asAuthorization, demo, demoApp, pkce } from '../harness/fixtures/people.ts'
import { sentTo } from '../harness/cases/provider-cases.ts'
import type { CameBack, Seeds, StandInPerson } from '../harness/seeds/seeds.ts'

/** As the published client builds it. */
export const bare = { redirect_uri: demo.redirectUri } as const

/** As an app without secrets asks. */
export const asked = { ...bare, code_challenge: pkce.challenge, state: asAuthorization.state } as const

type Query = Readonly<Record<string, string>>

/** Goes to a provider and comes back as far as our callback. */
export const comeBack =
  (provider: string, query: Query = asked) =>
  async (seeds: Seeds, person?: StandInPerson): Promise<CameBack> => {
    const started = await seeds.call('app.startOAuth', { path: { provider }, query })
    if (!started) return { answer: { code: 'example', state: 'example' }, cookies: { provider_flow: 'example' } }
    return seeds.atStandIn(provider, started, person)
  }

/** All the way to the code at the app's redirect URI. */
export const codeFrom = async (seeds: Seeds, query: Query = asked, person?: StandInPerson): Promise<string> => {
  const { answer, cookies } = await comeBack('google', query)(seeds, person)
  const finished = await seeds.call('app.finishOAuth', { path: { provider: 'google' }, query: answer, cookies })
  return (finished && sentTo(finished).code) ?? 'example'
}

/** What the app's own backend sends along. */
export const asBackend = { bearer: demoApp.secretKey } as const
