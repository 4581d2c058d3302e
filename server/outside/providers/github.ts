import type { JsonObject } from '../../model/user.ts'
import type { Provider } from './provider.ts'
import { email, isTrue, names, picture, subject } from './reading.ts'

/** The address in the profile is only the one it shows to others; the list says which are proven. */
const primary = (emails: readonly JsonObject[] = []): JsonObject | undefined =>
  emails.find((one) => isTrue(one.primary) && isTrue(one.verified)) ?? emails.find((one) => isTrue(one.primary))

export const github: Provider = {
  name: 'github',
  title: 'GitHub',
  speaks: {
    kind: 'oauth2',
    endpoints: {
      authorize: 'https://github.com/login/oauth/authorize',
      token: 'https://github.com/login/oauth/access_token',
      profile: 'https://api.github.com/user',
      emails: 'https://api.github.com/user/emails',
    },
  },
  issuer: 'https://github.com/login/oauth',
  scopes: ['read:user', 'user:email'],
  clientAuth: 'post',
  hints: ['prompt'],
  vouchesForEmail: true,
  profile: ({ profile, emails }) => ({
    subject: subject(profile.id),
    email: email(primary(emails)?.email),
    emailVerified: isTrue(primary(emails)?.verified),
    ...names({ whole: profile.name }),
    picture: picture(profile.avatar_url),
  }),
  says: (person) => ({
    profile: { id: person.subject, login: person.subject, name: person.name, email: null, avatar_url: null },
    emails: person.email ? [{ email: person.email, primary: true, verified: person.emailVerified }] : [],
  }),
}
