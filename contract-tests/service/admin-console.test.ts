import { expect } from 'vitest'
import { contract } from '../harness/dsl/index.ts'
import { browser } from '../oauth/hosted-cases.ts'

contract('service.showAdminConsole', {
  'shows the page, which loads nothing from elsewhere and runs in nobody else’s frame': {
    send: { headers: browser },
    expect: {
      status: 200,
      example: 'admin_page',
      answer: ({ text, headers }) => {
        expect(text).toMatch(/<script /)
        expect(text).not.toMatch(/(src|href)="https?:/)
        const policy = headers.get('content-security-policy')
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("script-src 'self'")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).not.toContain('unsafe')
      },
    },
  },
})
