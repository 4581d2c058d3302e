import type { Context } from '../../context.ts'
import { stateOfSecondFactor } from '../../identity/factors/second-factor.ts'
import type { Wire } from '../handle.ts'

/** Whether the caller is asked for a second factor, and what they have for it. */
export const toMfa = async (ctx: Context): Promise<Wire['ProjectMfa']> => {
  const { isOn, codesLeft, freshUntil } = await stateOfSecondFactor(ctx)
  return { enabled: isOn, backupCodesLeft: codesLeft, freshUntil: new Date(freshUntil).toISOString() }
}
