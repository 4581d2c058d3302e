import { contract } from '../harness/dsl/index.ts'
import { backFromConnection, callbackCases } from '../harness/cases/provider-cases.ts'

contract(
  'oauth.finishProviderSignIn',
  callbackCases({
    id: 'oauth.finishProviderSignIn',
    provider: 'github',
    cookiePath: '/oauth2',
    from: backFromConnection('github'),
    byForm: false,
  }),
)

contract(
  'oauth.finishProviderForm',
  callbackCases({
    id: 'oauth.finishProviderForm',
    provider: 'apple',
    cookiePath: '/oauth2',
    from: backFromConnection('apple'),
    byForm: true,
  }),
)
