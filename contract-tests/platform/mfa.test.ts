import { mfaCases } from '../harness/mfa-cases.ts'
import { passkeyFactorCases } from '../harness/passkey-factor-cases.ts'

mfaCases('platform')
passkeyFactorCases('platform')
