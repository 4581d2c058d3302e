// What arrives by mail, as a person reads it there.
import { alice } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

export const exampleToken = '3b1f0c5e9a7d4826b0c3e5f7a9d1b2c4e6f8091a2b3c4d5e6f708192a3b4c5d6'
export const newPassword = 'a quiet green lantern'

/** Any code but the right one. */
export const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

export const codeMailedTo = async (seeds: Seeds, person = alice) => {
  await seeds.projectUser(person)
  return (await seeds.mail(person.email, 'verify_email_code')).code ?? '123456'
}

export const linkMailedTo = async (seeds: Seeds, person = alice) => {
  await seeds.projectConfig({ verifyEmailMethod: 'link' })
  await seeds.projectUser(person)
  return (await seeds.mail(person.email, 'verify_email_link')).token ?? exampleToken
}

/** Somebody who has proven their address, with an access token of the app surface, where second factors are set up. */
export const provenAppUser = async (seeds: Seeds, person = alice): Promise<string> =>
  (await seeds.appCaller(person)).access_token
