import { lastPasskeyCases, ownPasskeyCases } from '../harness/cases/own-passkey-cases.ts'
import { passkeySignInCases, suspendedPasskeyCases } from '../harness/cases/passkey-sign-in-cases.ts'
import { contract } from '../harness/dsl/index.ts'
import { keyed } from '../harness/fixtures/people.ts'
import { keyLimit } from './key-limits.ts'

ownPasskeyCases('app')
lastPasskeyCases('app')
passkeySignInCases('app')
suspendedPasskeyCases('app')

contract('app.beginPasskeySignIn', keyLimit('app.beginPasskeySignIn', { headers: keyed() }))
