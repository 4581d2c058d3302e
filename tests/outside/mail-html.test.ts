import { describe, expect, it } from 'vitest'
import { htmlCleaner, toPlainText } from '../../server/outside/mail-html.ts'
import { cpuTimeOf } from '../cpu-time-for-tests.ts'

const cleanHtml = await htmlCleaner()

describe('cleaned HTML', () => {
  it.each([
    ['<p onclick="x()">Hello</p>', '<p>Hello</p>'],
    ['<script>x()</script><p>Hello</p>', '<p>Hello</p>'],
    ['<style>p { color: red }</style><p>Hello</p>', '<p>Hello</p>'],
    ['<iframe src="https://a.example"></iframe>Hello', 'Hello'],
    ['<form action="https://a.example"><input name="password">Hello</form>', 'Hello'],
    ['<a href="jav&#x0A;ascript:x()">Hello</a>', '<a>Hello</a>'],
    ['<a href="//a.example">Hello</a>', '<a>Hello</a>'],
    ['<a href="data:text/html,x">Hello</a>', '<a>Hello</a>'],
    ['<img src="data:image/svg+xml,x" alt="A">', '<img alt="A" />'],
    ['<svg><a xlink:href="javascript:x()">Hello</a></svg>', '<a>Hello</a>'],
    ['<math><mi xlink:href="javascript:x()">Hello</mi></math>', 'Hello'],
    ['<base href="https://a.example"><meta http-equiv="refresh" content="0">Hello', 'Hello'],
    ['<p style="background:url(https://a.example/x)">Hello</p>', '<p>Hello</p>'],
    ['<p style="position:fixed;color:red">Hello</p>', '<p style="color:red">Hello</p>'],
    ['<p style="color:expression(x())">Hello</p>', '<p>Hello</p>'],
    ['<p style="width:{{link}}">Hello</p>', '<p>Hello</p>'],
    ['<p style="}}">Hello</p>', '<p>Hello</p>'],
    ['<!-- <p> -->Hello<!--[if mso]><p>x</p><![endif]-->', 'Hello'],
    [
      '<noscript><p title="</noscript><img src=x onerror=x()>">',
      '<p title="&lt;/noscript&gt;&lt;img src=x onerror=x()&gt;"></p>',
    ],
    ['<p>{{appName}} &amp; <b>{{link}}</b>', '<p>{{appName}} &amp; <b>{{link}}</b></p>'],
    ['<a href="{{link}}">Hello</a>', '<a href="{{link}}">Hello</a>'],
    [
      '<td style="color:#18181b;font-family:system-ui,\'Segoe UI\'">x</td>',
      '<td style="color:#18181b;font-family:system-ui,\'Segoe UI\'">x</td>',
    ],
  ])('of %s is %s', (html, clean) => expect(cleanHtml(html)).toBe(clean))

  it('is the same when it is cleaned again', () => {
    const html = '<div><p style="color:red">a<b>b<i>c</b>d<table><tr><td>e &lt;script&gt;'
    expect(cleanHtml(cleanHtml(html))).toBe(cleanHtml(html))
  })

  it('does not grow or take long, however deep it nests and however little of it is closed', () => {
    const cleanAll = () => {
      for (const part of ['<b>', '<b title=x>', '<table><tr><td>', '<a href=x><p>', '<!--', '&lt;', '<', '{{']) {
        const html = part.repeat(20_000 / part.length)
        expect(cleanHtml(html).length).toBeLessThan(100_000)
        expect(toPlainText(html).length).toBeLessThan(100_000)
      }
    }
    expect(cpuTimeOf(cleanAll)).toBeLessThan(5000)
  })
})

describe('plain text', () => {
  it.each([
    ['<h1>Hello</h1><p>One\n two<br>three</p><p>four</p>', 'Hello\n\nOne two\nthree\n\nfour'],
    ['<ul><li>one</li><li>two</li></ul>after', '- one\n\n- two\n\nafter'],
    ['<a href="{{link}}">Go on</a>.', 'Go on <{{link}}>.'],
    ['<a href="{{link}}">{{link}}</a>', '{{link}}'],
    ['<a href="{{link}}"><img src="https://a.example/x.png" alt="Go on"></a>', 'Go on <{{link}}>'],
    ['<table><tr><td>a</td><td>b &amp; c</td></tr><tr><td>d</td></tr></table>', 'a b & c\n\nd'],
  ])('of %s', (html, text) => expect(toPlainText(html)).toBe(text))
})
