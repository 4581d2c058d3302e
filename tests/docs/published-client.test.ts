// The published client's calls: which operation each one reaches, found out by calling it, as docs/application.md lists them; and that ours
// ask the same.
import { readFileSync, writeFileSync } from 'node:fs'
import { InAIAuthClient } from '@inai-dev/backend'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createBackendClient } from '../../client/backend-client.ts'
import { declared } from '../../contract-tests/harness/contract/contract.ts'

const page = new URL('../../docs/application.md', import.meta.url)
const between = /(<!-- calls -->\n\n)[\s\S]*?(<!-- end of calls -->)/

const names = Object.getOwnPropertyNames(InAIAuthClient.prototype).filter(
  (name) => !['constructor', 'request', 'platformRequest', 'appUserRequest'].includes(name),
)

const asked: { method: string; path: string }[] = []

beforeAll(() => {
  vi.stubGlobal('fetch', (input: string | Request, init?: RequestInit) => {
    const { method, url } = new Request(input, init)
    asked.push({ method, path: new URL(url).pathname })
    return Promise.resolve(Response.json({}))
  })
})
afterAll(() => vi.unstubAllGlobals())

const options = { apiUrl: 'http://localhost', publishableKey: 'pk_test_key' }
const published = new InAIAuthClient(options)

/** What a call asks for, with placeholders for all that it takes. */
const askedBy = async (client: object, name: string) => {
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
    const wire = await askedBy(published, name)
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

it.each(names)('our client asks for the same by %s', async (name) => {
  expect(await askedBy(createBackendClient(options), name)).toEqual(await askedBy(published, name))
})
