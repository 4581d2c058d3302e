import type { JsonObject } from '../../model/user.ts'
import type { Provider } from './provider.ts'
import { email, names, picture, subject } from './reading.ts'

export const spotify: Provider = {
  name: 'spotify',
  title: 'Spotify',
  speaks: {
    kind: 'oauth2',
    endpoints: {
      authorize: 'https://accounts.spotify.com/authorize',
      token: 'https://accounts.spotify.com/api/token',
      profile: 'https://api.spotify.com/v1/me',
    },
  },
  issuer: 'https://accounts.spotify.com',
  scopes: ['user-read-email'],
  clientAuth: 'basic',
  hints: [],
  // Its documents say that the address is unproven.
  vouchesForEmail: false,
  profile: ({ profile }) => ({
    subject: subject(profile.id),
    email: email(profile.email),
    emailVerified: false,
    ...names({ whole: profile.display_name }),
    picture: picture((profile.images as JsonObject[] | undefined)?.[0]?.url),
  }),
  says: (person) => ({
    profile: {
      id: person.subject,
      display_name: person.name,
      images: [],
      ...(person.email && { email: person.email }),
    },
  }),
}
