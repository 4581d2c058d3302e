import { mfaCases } from '../harness/cases/mfa-cases.ts'
import { passkeyFactorCases } from '../harness/cases/passkey-factor-cases.ts'

mfaCases('platform')
passkeyFactorCases('platform')
