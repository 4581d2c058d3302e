import { mfaCases } from '../harness/mfa-cases.ts'

mfaCases('app')
