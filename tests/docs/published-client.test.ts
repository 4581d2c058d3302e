// The list of the published client's calls in docs/application.md: which operation each one reaches, found out by calling it.
import { readFileSync, writeFileSync } from 'node:fs'
import { InAIAuthClient } from '@inai-dev/backend'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { declared } from '../../contract-tests/harness/contract/contract.ts'

const page = new URL('../../docs/application.md', import.meta.url)
const between = /(<!-- calls -->\n\n)[\s\S]*?(<!-- end of calls -->)/

const names = Object.getOwnPropertyNames(InAIAuthClient.prototype).filter(
  (name) => !['constructor', 'request', 'platformRequest', 'appUserRequest'].includes(name),
)

const asked: { method: string; path: string }[] = []

beforeAll(() => {
  vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
    asked.push({ method: init.method ?? 'GET', path: new URL(url).pathname })
    return Promise.resolve(new Response('{}'))
  })
})
afterAll(() => vi.unstubAllGlobals())

/** What a call asks for, with placeholders for all that it takes. */
const askedBy = async (name: string) => {
  const client = new InAIAuthClient({ apiUrl: 'http://localhost', publishableKey: 'pk_test_key' })
  const call = Reflect.get(client, name) as (...args: string[]) => unknown
  asked.length = 0
  const answer = await call.call(client, 'one', 'two', 'three', 'four')
  if (typeof answer === 'string') asked.push({ method: 'GET', path: new URL(answer).pathname })
  return asked[0]!
}

const operationOf = ({ method, path }: { method: string; path: string }) =>
  [...declared.values()]
    .filter((operation) => operation.method === method)
    .filter((operation) => new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    // A path that is fixed goes before one with a parameter.
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]

it('the documented calls are those of the published client, each with its operation; DOCS_UPDATE=1 writes them down', async () => {
  const rows: string[] = []
  let reached = 0
  for (const name of names) {
    const wire = await askedBy(name)
    const operation = operationOf(wire)
    if (operation) reached += 1
    rows.push(`| \`${name}\` | ${operation ? `\`${operation.method} ${operation.path}\`` : 'none yet'} |\n`)
  }
  const table = `${reached} of ${names.length} calls reach an operation.\n\n| call | operation |\n| --- | --- |\n${rows.join('')}`
  const text = readFileSync(page, 'utf8')
  const updated = text.replace(between, (_, start: string, end: string) => `${start}${table}\n${end}`)
  if (process.env.DOCS_UPDATE === '1') writeFileSync(page, updated)
  else expect(text).toBe(updated)
  expect(names).toHaveLength(123)
  expect(text).toMatch(between)
})
