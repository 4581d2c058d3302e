import type { Provider } from './provider.ts'
import { email, isTrue, names, picture, subject, words } from './reading.ts'

export const google: Provider = {
  name: 'google',
  title: 'Google',
  speaks: { kind: 'oidc' },
  issuer: 'https://accounts.google.com',
  scopes: ['openid', 'email', 'profile'],
  clientAuth: 'post',
  hints: ['login_hint', 'prompt'],
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
      ...(person.email && { email: person.email, email_verified: person.emailVerified }),
    },
  }),
}
