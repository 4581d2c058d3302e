import { expect, it } from 'vitest'
import { pagePolicy } from '../../server/pages/content-security.ts'

it('no source of others ends a directive and begins another one', () => {
  const sources = [
    'https://good.example',
    'https://evil.example;sandbox',
    'https://a.example,b',
    "'unsafe-inline'",
    'a b',
  ]
  const policy = pagePolicy({ frameSources: sources, formTargets: sources, imageSources: sources })
  const directives = policy.split('; ')
  expect(directives.filter((one) => one.includes('good.example'))).toEqual([
    "img-src 'self' data: https://good.example",
    'frame-src https://good.example',
    "form-action 'self' https://good.example",
  ])
  expect(policy).not.toMatch(/evil|unsafe|a\.example|,/)
  expect(directives).toHaveLength(9)
})
