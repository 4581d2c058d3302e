// What the generated stubs must refuse. Checked by tsc alone: an error that stops being one fails the check.
import type { AccountHandlers, Handle, Handlers, Input, OperationId, Reply, Wire } from '../generated/operations.ts'

type Context = { readonly now: number }
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <Claim extends true>(claim?: Claim) => claim

declare const result: Wire['AuthenticationResult']
declare const whole: AccountHandlers<Context>

// Input: what the contract lets through, by name and type.
holds<Same<Input<'account.signIn'>['body'], Wire['AccountSignIn']>>()
holds<Same<Input<'account.signIn'>['path'], Record<string, never>>>()
holds<Same<Input<'account.getAccount'>['path'], { account_id: Wire['AccountId'] }>>()
holds<Same<Input<'account.me'>['body'], undefined>>()
holds<Same<Input<'account.signOut'>['body'], Wire['AccountSignOut'] | undefined>>()
holds<Same<Input<'account.signIn'>['headers']['x-csrf-token'], Wire['CsrfToken'] | undefined>>()

// Reply: declared statuses that are no refusals.
holds<Same<Reply<'account.signIn'>['status'], 200>>()
holds<Same<Reply<'account.signOut'>['status'], 204>>()
holds<Same<Reply<'oauth.getJwks'>['status'], 200 | 304>>()
holds<Same<Reply<'service.showDocs'>['body'], string>>()

export const signIn: Handle<'account.signIn', Context> = async ({ body }, { now }) => ({
  status: 200,
  body: result,
  headers: { 'X-Seen': `${body.email} ${now}` },
  cookies: [{ name: 'refresh_token', value: '', maxAge: 0, path: '/auth', sameSite: 'Lax', httpOnly: true }],
})

export const empty: Handle<'account.signOut', Context> = async () => ({ status: 204 })

// @ts-expect-error The status is not declared.
export const undeclaredStatus: Handle<'account.signIn', Context> = async () => ({ status: 201, body: result })

// @ts-expect-error A refusal is thrown, never returned.
export const returnedRefusal: Handle<'account.signIn', Context> = async () => ({ status: 401, body: result })

// @ts-expect-error The body belongs to another operation.
export const wrongBody: Handle<'account.signIn', Context> = async () => ({ status: 200, body: { csrf_token: 'a' } })

// @ts-expect-error The answer has a body.
export const missingBody: Handle<'account.signIn', Context> = async () => ({ status: 200 })

// @ts-expect-error The answer has none.
export const surplusBody: Handle<'account.signOut', Context> = async () => ({ status: 204, body: result })

// @ts-expect-error The request has no such field.
export const unknownField = (input: Input<'account.signIn'>) => input.body.nickname

// @ts-expect-error There is no such operation.
export const misspeltId: OperationId = 'account.signin'

const { signIn: _left, ...rest } = whole
// @ts-expect-error A handler is missing.
export const missingHandler: AccountHandlers<Context> = rest

// @ts-expect-error A handler is misspelt.
export const misspeltHandler: AccountHandlers<Context> = { ...whole, signin: signIn }

// @ts-expect-error A surface is missing.
export const missingSurface: Handlers<Context> = { account: whole }
