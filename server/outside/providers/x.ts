import type { JsonObject } from '../../model/user.ts'
import type { Provider } from './provider.ts'
import { email, names, picture, subject } from './reading.ts'

export const x: Provider = {
  name: 'x',
  title: 'X',
  speaks: {
    kind: 'oauth2',
    endpoints: {
      authorize: 'https://x.com/i/oauth2/authorize',
      token: 'https://api.x.com/2/oauth2/token',
      profile: 'https://api.x.com/2/users/me?user.fields=confirmed_email,profile_image_url',
    },
  },
  issuer: 'https://x.com',
  // Without tweet.read it tells nothing of anybody.
  scopes: ['users.read', 'tweet.read', 'users.email'],
  clientAuth: 'basic',
  hints: [],
  // Apps without the permission get no address, and how one was confirmed is not said.
  vouchesForEmail: false,
  profile: (said) => {
    const profile = (said.profile.data ?? {}) as JsonObject
    return {
      subject: subject(profile.id),
      email: email(profile.confirmed_email),
      emailVerified: false,
      ...names({ whole: profile.name }),
      picture: picture(profile.profile_image_url),
    }
  },
  says: (person) => ({
    profile: {
      data: {
        id: person.subject,
        username: person.subject,
        name: person.name,
        ...(person.email && { confirmed_email: person.email }),
      },
    },
  }),
}
