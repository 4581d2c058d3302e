// The paths by which published libraries open steps of the sign-in page.
import { expect } from 'vitest'
import { page } from '../harness/dsl/any-operation.ts'
import { type Case, contract } from '../harness/dsl/index.ts'
import { demo } from '../harness/fixtures/people.ts'
import { browser, hosted, withoutCode } from './hosted-forms.ts'

const cases = <K extends 'project.openSignUp' | 'project.openForgotPassword'>(
  step: string,
): Record<string, Case<K, unknown>> => ({
  'leads to the step, with all that the app asked for': {
    send: { query: hosted },
    expect: page(303, 'empty', ({ headers }) => {
      const { origin, pathname, searchParams } = new URL(headers.get('location')!)
      expect(origin + pathname).toBe(demo.publicUrl + step)
      expect(Object.fromEntries(searchParams)).toEqual(hosted)
    }),
  },
  'leads there without a code challenge, and takes nothing else along': {
    send: { query: { ...withoutCode, next: 'https://evil.example/' } as never },
    expect: page(303, 'empty', ({ headers }) =>
      expect(Object.fromEntries(new URL(headers.get('location')!).searchParams)).toEqual(withoutCode),
    ),
  },
  'refuses an address that is not allowed': {
    send: { query: { redirect: 'https://evil.example/callback' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'tells a person so on a page': {
    send: { query: { redirect: 'https://evil.example/callback' }, headers: browser },
    expect: page(400, 'refusal_page', ({ text }) => expect(text).not.toContain('evil.example')),
  },
  'refuses a client that is no browser without a code challenge': {
    send: { query: { redirect: hosted.redirect, client_type: 'desktop' } },
    expect: { error: 'invalid_request', detail: 'code_challenge: is missing' },
  },
})

contract('project.openSignUp', cases('/auth/hosted/sign-up'))
contract('project.openForgotPassword', cases('/auth/hosted/forgot-password'))
