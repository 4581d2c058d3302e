import { authenticatorAppCases } from '../harness/cases/authenticator-app-cases.ts'

authenticatorAppCases('platform')
