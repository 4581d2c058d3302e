// Which operations have somebody come to be.
import type { OperationId } from '../../../generated/operations.ts'
import { declared } from './contract.ts'

/** It takes an address with a password, and refuses one that is taken. */
export const makesSomebody = (id: OperationId): boolean => {
  const { requestBody, responses } = declared.get(id)!
  return (
    responses.has(409) &&
    Object.values(requestBody?.content ?? {}).some(({ examples }) =>
      Object.values(examples).some(({ value }) => {
        const sent = (value ?? {}) as { readonly email?: unknown; readonly password?: unknown }
        return sent.email !== undefined && sent.password !== undefined
      }),
    )
  )
}
