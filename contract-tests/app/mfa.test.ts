import { mfaCases } from '../harness/mfa-cases.ts'
import { passkeyFactorCases, requiredPasskeyCases } from '../harness/passkey-factor-cases.ts'

mfaCases('app')
passkeyFactorCases('app')
requiredPasskeyCases('app')
