// What would go unnoticed in a page if this went wrong: how pages are read, compared and laid out.
import { describe, expect, it } from 'vitest'
import { comparable, pairsOfIds, shareOut } from '../../scripts/docs/compare.ts'
import { type Block, notRun, readPage } from '../../scripts/docs/examples.ts'
import { layOut } from '../../scripts/docs/layout.ts'

const block = (kind: string, text: string): Block => ({ kind, info: '', text, from: 0, to: 1 })

const page = `
\`\`\`js try.mjs
console.log(1)
\`\`\`

\`\`\`sh
node try.mjs
\`\`\`

\`\`\`text
1
\`\`\`

\`\`\`json
{}
\`\`\`

<!-- sh
A=1
-->

\`\`\`sh not-run: it takes an hour
sleep 3600
\`\`\`
`

describe('readPage', () => {
  const { examples, programs, unasked } = readPage(page)

  it('reads commands in order, with what they print, hidden ones too', () => {
    expect(examples.map(({ commands, printed }) => [commands.text, printed.map(({ text }) => text)])).toEqual([
      ['node try.mjs', ['1']],
      ['A=1', []],
      ['sleep 3600', []],
    ])
    expect(examples.map((example) => example.notRun)).toEqual([undefined, undefined, 'it takes an hour'])
  })

  it('reads programs with the names of their files', () => {
    expect(programs.map(({ info, text }) => [info, text])).toEqual([['try.mjs', 'console.log(1)']])
    expect(notRun({ ...programs[0]!, info: 'not-run: a part' })).toBe('a part')
  })

  it('tells an answer that nothing was asked for', () => {
    expect(unasked.map(({ text }) => text)).toEqual(['{}'])
  })

  it('refuses a block that nothing closes', () => {
    expect(() => readPage('```sh\nls')).toThrow('Line 1')
  })
})

describe('comparable', () => {
  const json = (value: object) => comparable(JSON.stringify(value), 'json')
  const id = (end: string) => `01a20071-8633-73d0-bb91-2cf8c4d1${end}`
  const secret = (letter: string) => letter.repeat(43)

  it.each([
    ['ids', `uid_${id('80a6')}`, `uid_${id('80a7')}`],
    ['tokens, long or cut short', 'eyJhbGciOiJFUzI1NiIsImtp…', 'eyJhbGciOiJFUzI1NiIsImtpZCI6.eyJzdWIiOiIx.c2ln-_'],
    ['secrets', `sec_${secret('a')}`, `sec_${secret('-')}`],
    ['times', '2026-11-21T23:29:31.539Z', '2027-01-01T00:00:00.000Z'],
  ])('takes different %s for the same', (_what, one, other) => {
    expect(json({ one })).toEqual(json({ one: other }))
    expect(comparable(`a ${one}\n`, 'text')).toEqual(comparable(`a ${other}`, 'text'))
  })

  it.each([
    ['a field that is gone', { a: 1, b: null }, { a: 1 }],
    ['another word', { role: 'owner' }, { role: 'member' }],
    ['another number', { expires_in: 900 }, { expires_in: 3600 }],
    ['another prefix of an id', { id: `uid_${id('80a6')}` }, { id: `mbr_${id('80a6')}` }],
    ['another prefix of a secret', { key: `pk_test_${secret('a')}` }, { key: `pk_live_${secret('a')}` }],
    ['a time where none was', { at: '2026-11-21T23:29:31.539Z' }, { at: null }],
    ['another of the ids of the sandbox', { id: '01900000-0000-7000-8000-000000000002' }, { id: id('80a6') }],
    ['another order of a list', { list: ['a', 'b'] }, { list: ['b', 'a'] }],
  ])('tells %s', (_what, one, other) => {
    expect(json(one)).not.toEqual(json(other))
  })

  it('tells which ids of the page stand for which of the run', () => {
    const shown = { block: block('json', `{"a":"${id('80a6')}"}`), printed: `{"a":"uid_${id('80a7')}"}` }
    expect(pairsOfIds(shown)).toEqual([[id('80a6'), id('80a7')]])
  })
})

describe('shareOut', () => {
  const out = 'HTTP/1.1 200 OK\r\ndate: today\r\nset-cookie: a=1\r\n\r\n{"a":1}'

  it('gives a block of headers those that it names, and the body to the block after it', () => {
    const blocks = [block('http', 'Set-Cookie: a=2'), block('json', '{}')]
    expect(shareOut(blocks, out).map(({ printed }) => printed)).toEqual(['set-cookie: a=1', '{"a":1}'])
  })
})

describe('layOut', () => {
  it('keeps what is short in one line, and puts the rest below each other', () => {
    const long = 'x'.repeat(100)
    expect(layOut(JSON.stringify({ a: { b: 1, c: [] } }), 'json', '')).toBe('{ "a": { "b": 1, "c": [] } }')
    expect(layOut(JSON.stringify({ long, list: [{ a: 1 }], none: [] }), 'json', '')).toBe(
      `{\n  "long": "${long}",\n  "list": [\n    { "a": 1 }\n  ],\n  "none": []\n}`,
    )
  })

  it('cuts long tokens, and stays in one line where the page had one', () => {
    const token = `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}`
    expect(layOut(JSON.stringify({ token, x: 'y'.repeat(120) }), 'json', '{}')).toBe(
      `{ "token": "eyJ${'a'.repeat(21)}…", "x": "${'y'.repeat(120)}" }`,
    )
  })
})
