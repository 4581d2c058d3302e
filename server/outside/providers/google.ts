import type { Provider } from './provider.ts'
import { sayStandardClaims, standardClaims } from './reading.ts'

export const google: Provider = {
  name: 'google',
  title: 'Google',
  speaks: { kind: 'oidc' },
  issuer: 'https://accounts.google.com',
  otherIssuers: ['accounts.google.com'],
  scopes: ['openid', 'email', 'profile'],
  clientAuth: 'post',
  hints: ['login_hint', 'prompt'],
  vouchesForEmail: true,
  profile: ({ profile }) => standardClaims(profile),
  says: (person) => ({ profile: sayStandardClaims(person) }),
}
