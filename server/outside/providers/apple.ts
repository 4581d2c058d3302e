import type { JsonObject } from '../../model/user.ts'
import type { Provider } from './provider.ts'
import { email, isTrue, names, subject, words } from './reading.ts'

export const apple: Provider = {
  name: 'apple',
  title: 'Apple',
  speaks: { kind: 'oidc' },
  issuer: 'https://appleid.apple.com',
  scopes: ['openid', 'name', 'email'],
  clientAuth: 'signed',
  hints: [],
  // It insists on a form as soon as a name or an address is asked for.
  formPost: true,
  vouchesForEmail: true,
  profile: ({ profile, form }) => {
    // Told once, at the first sign-in, by the browser: good for a greeting and for nothing else.
    const name = form?.name as JsonObject | undefined
    return {
      subject: subject(profile.sub),
      email: email(profile.email),
      emailVerified: isTrue(profile.email_verified),
      ...names({ given: name?.firstName, family: name?.lastName }),
      picture: null,
    }
  },
  says: (person) => ({
    profile: {
      sub: person.subject,
      ...(person.email && { email: person.email, email_verified: person.emailVerified }),
    },
    form: { name: { firstName: words(person.name).given, lastName: words(person.name).family } },
  }),
}
