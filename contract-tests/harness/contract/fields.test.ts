import { describe, expect, it } from 'vitest'
import { createFields } from './fields.ts'

const raw = ['X-B', '2', 'Set-Cookie', 'a=1', 'x-a', '1', 'set-cookie', 'b=2', 'X-b', '3']

describe('the fields of a head', () => {
  it('are read as those of the standard', () => {
    const standard = new Headers()
    for (let at = 0; at < raw.length; at += 2) standard.append(raw[at]!, raw[at + 1]!)
    const fields = createFields(raw)
    expect([...fields]).toEqual([...standard])
    for (const name of ['X-B', 'x-b', 'set-cookie', 'x-c']) {
      expect([name, fields.get(name), fields.has(name)]).toEqual([name, standard.get(name), standard.has(name)])
    }
    expect(fields.getSetCookie()).toEqual(standard.getSetCookie())
  })

  it('are set anew, whatever they were', () => {
    const fields = createFields(['Accept', '*/*'])
    fields.set('ACCEPT', ' text/html\t')
    expect([...fields]).toEqual([['accept', 'text/html']])
  })
})
