import type { Provider } from './provider.ts'
import { email, isTrue, names, picture, subject, words } from './reading.ts'

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
  profile: ({ profile }) => ({
    subject: subject(profile.sub),
    email: email(profile.email),
    emailVerified: isTrue(profile.email_verified),
    ...names({ given: profile.given_name, family: profile.family_name, whole: profile.name }),
    picture: picture(profile.picture),
  }),
  says: (person) => ({
    profile: {
      sub: person.subject,
      name: person.name,
      given_name: words(person.name).given,
      family_name: words(person.name).family,
      ...(person.email && { email: person.email, email_verified: String(person.emailVerified) }),
    },
  }),
}
