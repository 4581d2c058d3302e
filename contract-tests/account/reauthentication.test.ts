import { reauthenticationCases } from '../harness/reauthentication-cases.ts'

reauthenticationCases('account')
