import { mfaCases } from '../harness/cases/mfa-cases.ts'

mfaCases('platform')
