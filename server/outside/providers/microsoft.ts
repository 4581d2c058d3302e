import type { Provider } from './provider.ts'
import { isTrue, standardClaims } from './reading.ts'

export const microsoft: Provider = {
  name: 'microsoft',
  title: 'Microsoft',
  speaks: { kind: 'oidc' },
  // Any tenant's, and personal accounts. Each tenant signs with an issuer of its own, which openid-client knows.
  issuer: 'https://login.microsoftonline.com/common/v2.0',
  scopes: ['openid', 'profile', 'email'],
  clientAuth: 'post',
  hints: ['login_hint', 'prompt'],
  vouchesForEmail: true,
  profile: ({ profile }) => ({
    ...standardClaims(profile),
    // A tenant's administrator may write any address into a profile. Only this optional claim says that the tenant has
    // proved to own its domain.
    emailVerified: isTrue(profile.xms_edov) || profile.xms_edov === 1 || profile.xms_edov === '1',
    picture: null,
  }),
  says: (person) => ({
    profile: {
      sub: person.subject,
      name: person.name,
      ...(person.email && { email: person.email, xms_edov: person.emailVerified }),
    },
  }),
}
