import type { Provider } from './provider.ts'
import { email, isTrue, names, picture, subject } from './reading.ts'

export const discord: Provider = {
  name: 'discord',
  title: 'Discord',
  speaks: {
    kind: 'oauth2',
    endpoints: {
      authorize: 'https://discord.com/oauth2/authorize',
      token: 'https://discord.com/api/oauth2/token',
      profile: 'https://discord.com/api/users/@me',
    },
  },
  issuer: 'https://discord.com',
  scopes: ['identify', 'email'],
  clientAuth: 'post',
  hints: ['prompt'],
  vouchesForEmail: true,
  profile: ({ profile }) => ({
    subject: subject(profile.id),
    email: email(profile.email),
    emailVerified: isTrue(profile.verified),
    ...names({ whole: profile.global_name ?? profile.username }),
    picture:
      typeof profile.avatar === 'string'
        ? picture(`https://cdn.discordapp.com/avatars/${subject(profile.id)}/${profile.avatar}.png`)
        : null,
  }),
  says: (person) => ({
    profile: {
      id: person.subject,
      username: person.subject,
      global_name: person.name,
      avatar: null,
      email: person.email,
      verified: person.emailVerified,
    },
  }),
}
