import { mfaCases } from '../harness/cases/mfa-cases.ts'
import { passkeyFactorCases } from '../harness/cases/passkey-factor-cases.ts'
import { requiredPasskeyCases } from '../harness/cases/required-passkey-cases.ts'
import { askingAt } from '../harness/cases/passkeys-for-factors.ts'
import { contract } from '../harness/dsl/index.ts'
import { keyLimit } from './key-limits.ts'

mfaCases('app')
passkeyFactorCases('app')
requiredPasskeyCases('app')

contract('app.beginPasskeyChallenge', keyLimit('app.beginPasskeyChallenge', askingAt('app', 'guess') as never))
