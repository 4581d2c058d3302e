import { describe, expect, it } from 'vitest'
import { html, render } from '../../server/pages/html.ts'

describe('html', () => {
  it('escapes every value, in text and in attributes', () => {
    const hostile = `"><script>alert('x')</script>&amp;`
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;'
    expect(render(html`<a title="${hostile}">${hostile}</a>`)).toBe(`<a title="${escaped}">${escaped}</a>`)
  })

  it('nests fragments and lists without escaping them twice', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`)
    const list = html`<ul title="list">
      ${items}
    </ul>`
    expect(render(list).replace(/>\s+</g, '><')).toBe('<ul title="list"><li>a</li><li>&lt;b&gt;</li></ul>')
  })

  it('says nothing for null, undefined and false, but says zero', () => {
    expect(render(html`${null}${undefined}${false}${''}${0}`)).toBe('0')
  })

  it('takes no markup from parsed JSON', () => {
    const forged = JSON.parse('{"markup":"<script>","toString":"<script>"}')
    expect(() => render(html`${forged}`)).toThrow()
  })
})
