import type { Provider } from './provider.ts'
import { sayStandardClaims, standardClaims } from './reading.ts'

export const linkedin: Provider = {
  name: 'linkedin',
  title: 'LinkedIn',
  speaks: { kind: 'oidc' },
  issuer: 'https://www.linkedin.com/oauth',
  scopes: ['openid', 'profile', 'email'],
  clientAuth: 'post',
  hints: [],
  // With a client secret its token address answers invalid_client to a code verifier, and its ID tokens have no nonce:
  // state and the browser's cookie alone bind the answer to who asked.
  lacks: ['pkce', 'nonce'],
  vouchesForEmail: true,
  profile: ({ profile }) => standardClaims(profile),
  // It writes its truths as text.
  says: (person) => ({
    profile: { ...sayStandardClaims(person), ...(person.email && { email_verified: String(person.emailVerified) }) },
  }),
}
