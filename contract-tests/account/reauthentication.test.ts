import { passkeyProofCases } from '../harness/passkey-proof-cases.ts'
import { reauthenticationCases } from '../harness/reauthentication-cases.ts'

reauthenticationCases('account')
passkeyProofCases('account')
