import { passkeyProofCases } from '../harness/cases/passkey-proof-cases.ts'
import { reauthenticationCases } from '../harness/cases/reauthentication-cases.ts'

reauthenticationCases('app')
passkeyProofCases('app')
