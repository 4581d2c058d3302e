import { reauthenticationCases } from '../harness/cases/reauthentication-cases.ts'

reauthenticationCases('account')
