import { mfaCases } from '../harness/cases/mfa-cases.ts'
import { passkeyFactorCases, requiredPasskeyCases } from '../harness/cases/passkey-factor-cases.ts'

mfaCases('app')
passkeyFactorCases('app')
requiredPasskeyCases('app')
