import { withQuery } from '../../identity/authorization/redirects.ts'
import {
  type StandInRequest,
  grantStandInCode,
  makeUp,
  redeemStandInCode,
  requireStandIn,
  requireStandInPerson,
  requireStandInRequest,
} from '../../sandbox/stand-ins.ts'
import { Failure } from '../../model/failure.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import { phrase } from '../../pages/html.ts'
import { ownLook } from '../../pages/layout.ts'
import { messagePage } from '../../pages/message.ts'
import { standInPage } from '../../pages/stand-in.ts'
import type { Handle } from '../handle.ts'

// The browser goes on from here to an app at any address, by way of our callback.
const headers = { 'Content-Security-Policy': pagePolicy({ formTargets: 'any' }) }

interface Query {
  client_id: string
  redirect_uri: string
  state: string
  nonce?: string
  code_challenge?: string
}

const toRequest = (query: Query): StandInRequest => ({
  clientId: query.client_id,
  redirectUri: query.redirect_uri,
  state: query.state,
  nonce: query.nonce ?? null,
  codeChallenge: query.code_challenge ?? null,
})

export const showStandIn: Handle<'service.showStandIn'> = async ({ path, query }, ctx) => {
  const standIn = requireStandIn(ctx, path.provider)
  requireStandInRequest(ctx, standIn, toRequest(query))
  const { name, title, vouchesForEmail } = standIn.provider
  const action = withQuery(`/sandbox/providers/${name}/authorize`, query)
  return { status: 200, headers, body: standInPage({ action, title, vouchesForEmail, email: query.login_hint ?? '' }) }
}

export const answerStandIn: Handle<'service.answerStandIn'> = async ({ path, query, body }, ctx) => {
  const standIn = requireStandIn(ctx, path.provider)
  const asked = toRequest(query)
  requireStandInRequest(ctx, standIn, asked)
  const { title, issuer, formPost, says } = standIn.provider
  const person = makeUp(standIn, {
    account: body.account ?? '',
    email: body.email ?? '',
    name: body.name ?? '',
    isVerified: body.verified === 'yes',
  })
  const isDenied = body.decision === 'cancel'
  const answer: Record<string, string> = isDenied
    ? { error: 'access_denied', state: asked.state, iss: issuer }
    : { code: grantStandInCode(ctx, standIn, asked, person), state: asked.state, iss: issuer }
  if (!formPost) return { status: 303, headers: { Location: withQuery(asked.redirectUri, answer) } }

  const form = isDenied ? undefined : says(person).form
  const page = messagePage({
    look: ownLook,
    title: phrase('Back from {{title}}', { title }),
    text: `${title} sends its answer with a form. Press the button to send it.`,
    tone: 'neutral',
    action: {
      method: 'post',
      url: asked.redirectUri,
      label: ownLook.say('continue'),
      fields: form ? { ...answer, user: JSON.stringify(form) } : answer,
    },
  })
  return { status: 200, headers, body: page }
}

export const getStandInConfiguration: Handle<'service.getStandInConfiguration'> = async ({ path }, ctx) => {
  const { provider } = requireStandIn(ctx, path.provider)
  if (provider.speaks.kind !== 'oidc') throw new Failure('provider_not_found')
  return {
    status: 200,
    body: {
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      userinfo_endpoint: `${provider.issuer}/userinfo`,
      jwks_uri: `${ctx.config.publicUrl}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
    },
  }
}

export const exchangeStandInCode: Handle<'service.exchangeStandInCode'> = async ({ path, body }, ctx) => {
  const standIn = requireStandIn(ctx, path.provider)
  const { accessToken, idToken, expiresInSeconds } = await redeemStandInCode(ctx, standIn, {
    clientId: body.client_id,
    clientSecret: body.client_secret,
    code: body.code,
    redirectUri: body.redirect_uri,
    codeVerifier: body.code_verifier,
  })
  return {
    status: 200,
    body: {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      ...(idToken !== null && { id_token: idToken }),
    },
  }
}

export const getStandInProfile: Handle<'service.getStandInProfile'> = async ({ path }, ctx) => ({
  status: 200,
  body: { ...requireStandInPerson(ctx, requireStandIn(ctx, path.provider)).profile },
})

export const listStandInEmails: Handle<'service.listStandInEmails'> = async ({ path }, ctx) => {
  const { emails } = requireStandInPerson(ctx, requireStandIn(ctx, path.provider))
  if (!emails) throw new Failure('provider_not_found')
  return {
    status: 200,
    body: emails.map(({ email, primary, verified }) => ({
      email: String(email),
      primary: primary === true,
      verified: verified === true,
    })),
  }
}
