import { addApplicationUser, registerAccount as register } from '../../identity/people/application-users.ts'
import type { Handle } from '../handle.ts'
import { fromApplicationId, fromUserId, toAccount, toApplicationUser } from './views.ts'

export const createApplicationUser: Handle<'account.createApplicationUser'> = async ({ path, body }, ctx) => {
  const user = await addApplicationUser(ctx, fromApplicationId(path.application_id), {
    email: body.email,
    firstName: body.given_name,
    lastName: body.family_name,
  })
  return { status: 201, body: toApplicationUser(user, path.application_id) }
}

export const registerAccount: Handle<'account.registerAccount'> = async ({ path, body }, ctx) => {
  const { user_id, email = '' } = body.owner
  const { owner, ...made } = await register(ctx, fromApplicationId(path.application_id), {
    name: body.name,
    owner: user_id === undefined ? { email } : { userId: fromUserId(user_id) },
  })
  return { status: 201, body: { account: toAccount(made), owner: toApplicationUser(owner, path.application_id) } }
}
