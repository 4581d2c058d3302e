// Our pages on a real port, under the policy they are made for.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadAssets } from '../../server/pages/assets.ts'
import { mailPolicy, pagePolicy } from '../../server/pages/content-security.ts'
import { contract, landing, mails, signInMessage } from './data-for-tests.ts'
import { docsPage } from '../../server/pages/docs.ts'
import { landingPage } from '../../server/pages/landing.ts'
import { mailboxPage, mailPage } from '../../server/pages/mailbox.ts'
import { callbackPage } from '../../server/pages/callback.ts'
import { hostedSignIn } from '../../server/pages/hosted.ts'
import { phrase } from '../../server/pages/html.ts'
import { ownLook } from '../../server/pages/layout.ts'
import { messagePage } from '../../server/pages/message.ts'
import { speak } from '../../server/pages/texts.ts'
import { standInPage } from '../../server/pages/stand-in.ts'

export interface Site {
  readonly url: string
  /** What arrived, oldest first: method, path, authorization and body. */
  readonly requests: { method: string; path: string; authorization: string | undefined; body: string }[]
  readonly close: () => Promise<void>
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

const look = {
  brand: { name: 'Inbox Manager', logoUrl: null, accent: '#c2410c' },
  nonce: 'bm9uY2Utb2YtYS10ZXN0',
  ...speak('en'),
}

const providers = ['Google', 'GitHub', 'Microsoft'].map((title) => ({
  name: title.toLowerCase(),
  title,
  url: '/oauth2/authorize?connection=x',
}))

const urls = {
  signIn: '/sign-in',
  submitSignIn: '/sign-in',
  signUp: '/sign-up',
  forgotPassword: '/forgot-password',
  resendVerification: '/resend-verification',
  secondFactor: '/second-factor',
  submitCode: null,
  cancel: '/cancel',
  signInLink: '/send-link',
  passkey: '/oauth2/authorize/passkey',
}

/** Serves the pages on a free port. */
export const openSite = async (): Promise<Site> => {
  // Any digest serves here: the test asks only that equal files have equal tags.
  const assets = loadAssets((text) => `${text.length}`)
  const requests: Site['requests'] = []

  const page = (response: ServerResponse, body: string, policy = pagePolicy()) =>
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .setHeader('content-security-policy', policy)
      .end(body)

  const json = (response: ServerResponse, body: unknown) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', publicUrl())
    const body = await bodyOf(request)
    requests.push({ method: request.method ?? '', path: pathname, authorization: request.headers.authorization, body })
    const to = searchParams.get('to') || undefined
    const messages = mails.filter((entry) => !to || entry.to === to)
    const frame = /^\/sandbox\/mailbox\/([\w-]+)$/.exec(pathname)
    const framed = mails.find(({ id }) => id === frame?.[1])
    const asset = assets.get(pathname.replace('/assets/', ''))

    if (asset) return response.setHeader('content-type', asset.type).setHeader('etag', asset.etag).end(asset.body)
    if (framed) return page(response, mailPage(framed), mailPolicy)
    switch (pathname) {
      case '/':
        return page(response, landingPage({ ...landing, publicUrl: publicUrl() }))
      case '/docs':
        return page(response, docsPage({ title: 'API reference' }))
      case '/sandbox/mailbox': {
        const view = searchParams.get('view') === 'text' ? 'text' : 'rich'
        const id = searchParams.get('id') ?? undefined
        return page(
          response,
          mailboxPage({ messages, to, id, view, publicUrl: publicUrl() }),
          pagePolicy({ frames: true }),
        )
      }
      case '/message':
        return page(response, messagePage({ ...signInMessage, look }), pagePolicy({ styleNonce: look.nonce }))
      case '/stand-in':
        return page(response, standInPage({ action: '/stand-in', title: 'Google', vouchesForEmail: true, email: '' }))
      case '/sign-in':
        return page(
          response,
          hostedSignIn(
            {
              look,
              urls,
              destination: phrase('app.inbox-manager.com'),
              token: 'kK7n0oYp1b9sQxXy3VfZrW2mT8uLhC4eDgJ6aBqRiNw',
              passkey: {
                url: '/oauth2/authorize/passkey',
                request: '{"challenge":"Y2hhbGxlbmdl","rpId":"localhost","allowCredentials":[]}',
              },
              problem: searchParams.has('again') ? phrase('Wrong email or password.') : undefined,
            },
            { app: 'Inbox Manager', email: searchParams.has('again') ? 'ada@example.com' : '', providers, links: [] },
          ),
          pagePolicy({ styleNonce: look.nonce }),
        )
      case '/refused':
        return page(
          response,
          messagePage({
            look: ownLook,
            title: phrase('This link is used up'),
            text: 'Ask for a new one and open it within an hour.',
            tone: 'bad',
          }),
        )
      case '/callback':
        return page(
          response,
          callbackPage({
            received: searchParams.has('begin') ? {} : { code: 'kK7n0oYp1b9s', state: 'xyz' },
            publicUrl: publicUrl(),
            clientId: 'cid_inbox_manager',
          }),
        )
      case '/unknown':
        return page(
          response,
          messagePage({
            look: ownLook,
            title: phrase('Nothing lives at this address'),
            text: 'Check the address, or go back to where you came from.',
            tone: 'bad',
            link: { url: '/', label: ownLook.say('where_to_start') },
          }),
        )
      case '/done':
        return page(
          response,
          messagePage({
            look: ownLook,
            title: phrase('Address verified'),
            text: 'You can close this page.',
            tone: 'good',
          }),
        )
      case '/openapi.json':
        return json(response, contract)
      case '/sandbox/mailbox.json':
        return json(response, { messages })
      case '/auth/sign-up':
        return json(response, { tokens: { access_token: 'an.access.token' } })
      case '/auth/me':
        return json(response, { email: 'ada@example.com', said: request.headers.authorization ?? 'nothing' })
      case '/sandbox/clock':
      case '/sandbox/reset':
        return json(response, {})
      default:
        return response.writeHead(404).end()
    }
  }

  const server = createServer((request, response) => void respond(request, response))
  const publicUrl = () => `http://localhost:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: publicUrl(),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
