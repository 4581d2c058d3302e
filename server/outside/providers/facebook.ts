import type { JsonObject } from '../../model/user.ts'
import type { Provider } from './provider.ts'
import { email, names, picture, subject, words } from './reading.ts'

export const facebook: Provider = {
  name: 'facebook',
  title: 'Facebook',
  speaks: {
    kind: 'oauth2',
    endpoints: {
      authorize: 'https://www.facebook.com/v23.0/dialog/oauth',
      token: 'https://graph.facebook.com/v23.0/oauth/access_token',
      profile: 'https://graph.facebook.com/v23.0/me?fields=id,first_name,last_name,email,picture',
    },
  },
  issuer: 'https://www.facebook.com',
  scopes: ['public_profile', 'email'],
  clientAuth: 'post',
  hints: [],
  // Some people have none there, and nothing says whether the one they have was proven.
  vouchesForEmail: false,
  profile: ({ profile }) => ({
    subject: subject(profile.id),
    email: email(profile.email),
    emailVerified: false,
    ...names({ given: profile.first_name, family: profile.last_name }),
    picture: picture((profile.picture as { data?: JsonObject } | undefined)?.data?.url),
  }),
  says: (person) => ({
    profile: {
      id: person.subject,
      first_name: words(person.name).given,
      last_name: words(person.name).family,
      ...(person.email && { email: person.email }),
    },
  }),
}
