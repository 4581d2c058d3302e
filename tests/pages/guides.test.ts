import { readFileSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { listGuides, readGuides } from '../../server/pages/guides.ts'

const docs = new URL('../../docs/', import.meta.url)
const guides = readGuides()

it('are all pages of docs/, each with a title and a sentence', () => {
  const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'))
  expect([...guides.keys()]).toEqual(files.sort().map((file) => file.replace('/', '-')))
  for (const { name, title, about } of guides.values()) {
    expect([name, title]).toEqual([name, expect.stringMatching(/^\S.{3,}/)])
    expect([name, about]).toEqual([name, expect.stringMatching(/^[^\n]{15,}[.]$/)])
  }
})

it('are the files themselves, and every relative link leads to another', () => {
  expect(guides.get('own-account.md')?.text).toBe(readFileSync(new URL('own-account.md', docs), 'utf8'))
  const base = 'https://auth.example/docs/'
  const served = new Set([...guides.keys()].map((name) => `${base}${name}`))
  const links = [...guides.values()].flatMap(({ name, text }) =>
    [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/\]\(([^)]*)\)/g)].map(([, to = '']) => {
      const { origin, href, hash } = new URL(to, base + name)
      return { name, to, isRelative: origin === 'https://auth.example', page: href.slice(0, href.length - hash.length) }
    }),
  )
  expect(links.filter(({ isRelative, page }) => isRelative && !served.has(page))).toEqual([])
  expect(
    links.filter(({ name, to }) => name === 'testing.md' && to === 'sandbox.md#the-next-answers-faults'),
  ).not.toEqual([])
})

it('have the words alone of a link to a file that is not served, and no picture', () => {
  const text = guides.get('conformance.md')?.text ?? ''
  const file = readFileSync(new URL('conformance.md', docs), 'utf8')
  expect(file).toContain('[conformance-workflow.yml](conformance-workflow.yml)')
  expect(text).toMatch(/\bconformance-workflow\.yml\b/)
  expect(text).not.toContain('](conformance-workflow.yml)')
  expect(file).toContain('[`action.yml`](../contract-tests/action.yml)')
  expect(text).toContain('`action.yml`')
  expect(file).toContain('![')
  for (const guide of guides.values()) expect([guide.name, guide.text.includes('![')]).toEqual([guide.name, false])
})

it('stand in the list by their addresses, decisions last', () => {
  const list = listGuides([...guides.values()], 'https://auth.example')
  for (const name of guides.keys()) expect(list).toContain(`](https://auth.example/docs/${name}): `)
  expect(list.indexOf('decisions-')).toBeGreaterThan(list.indexOf('## Optional'))
})
