// Which addresses are names of clients, and what people are shown of them.
import { expect, it } from 'vitest'
import { isDocumentAddress, isDocumentId, shownNameOf } from '../../server/model/client-documents.ts'

it.each(['https://app.example.com/client.json', 'https://app.example.com:8443/a/b/', 'https://xn--pple-43d.com/x'])(
  '%s is one',
  (text) => expect(isDocumentAddress(text, { isSandbox: false })).toBe(true),
)

it.each([
  'https://app.example.com',
  'https://app.example.com/',
  'http://app.example.com/client.json',
  'http://localhost/client.json',
  'https://APP.example.com/client.json',
  'HTTPS://app.example.com/client.json',
  'https://app.example.com:443/client.json',
  'https://app.example.com./client.json',
  'https://user@app.example.com/client.json',
  'https://:@app.example.com/client.json',
  'https://app.example.com/client.json?',
  'https://app.example.com/client.json?a=1',
  'https://app.example.com/client.json#',
  'https://app.example.com/a/../client.json',
  'https://app.example.com/a/./client.json',
  'https://app.example.com/a/%2E%2e/client.json',
  'https://app.example.com\\client.json',
  'https://аpple.com/client.json',
  'https://app.example.com/clié',
  'https://app.example.com/a b',
  `https://app.example.com/${'x'.repeat(500)}`,
  'https:app.example.com/client.json',
  'ftp://app.example.com/client.json',
])('%s is none', (text) => expect(isDocumentAddress(text, { isSandbox: false })).toBe(false))

it('is http on this machine in the sandbox alone', () => {
  expect(isDocumentAddress('http://localhost:8080/c', { isSandbox: true })).toBe(true)
  expect(isDocumentAddress('http://127.0.0.1:8080/c', { isSandbox: true })).toBe(true)
  expect(isDocumentAddress('http://192.168.1.1/c', { isSandbox: true })).toBe(false)
})

it('is meant by no other id', () => {
  expect(['cid_x', 'https', 'xhttps:'].map(isDocumentId)).toEqual([false, false, false])
  expect(['https://x/y', 'HTTP://x/y', 'https:x'].map(isDocumentId)).toEqual([true, true, true])
})

it('is shown by its host, whatever it calls itself, and in letters that only look like one thing', () => {
  expect(shownNameOf({ id: 'https://xn--pple-43d.com/x', name: 'apple.com' })).toBe('xn--pple-43d.com')
  expect(shownNameOf({ id: 'https://a.example:8443/x', name: 'Bank' })).toBe('a.example:8443')
  expect(shownNameOf({ id: 'cid_x', name: 'Bank' })).toBe('Bank')
})
