// Devices that wait, and the page as browsers have it.
import type { Wire } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { alice, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'

export const asDevice = { client_id: demo.clientId, scope: 'openid' }

/** A device that waits. */
export const waiting = async (seeds: Seeds) => {
  const { body } = (await seeds.call('oauth.authorizeDevice', { body: asDevice })) ?? {}
  return (body as Wire['OAuthDeviceAuthorization'] | undefined) ?? { user_code: 'BCDF-GHJK', device_code: 'example' }
}

const formOf = (answer: Answer | undefined) => ({
  cookies: { device_form: answer ? cookieOf(answer, 'device_form') : 'example' },
  fields: { form_token: valueOf(answer, 'form_token') },
})
/** The page, as one browser has it. */
export const opened = async (seeds: Seeds) => {
  const { user_code } = await waiting(seeds)
  const shown = formOf(await seeds.call('oauth.showDevicePage', {}))
  return { ...shown, fields: { ...shown.fields, user_code } }
}
/** The question, as somebody has it who is signed in. */
export const asked = async (seeds: Seeds) => {
  await seeds.caller(alice)
  const browser_session = await seeds.browserSession(alice)
  const { user_code, device_code } = await waiting(seeds)
  const first = formOf(await seeds.call('oauth.showDevicePage', {}))
  const cookies = { ...first.cookies, browser_session }
  const answer = await seeds.call('oauth.answerDevicePage', { cookies, ...form({ ...first.fields, user_code }) })
  const next = formOf(answer)
  return {
    device_code,
    cookies: { ...next.cookies, browser_session },
    fields: { ...next.fields, user_code, page_token: valueOf(answer, 'page_token') },
  }
}
