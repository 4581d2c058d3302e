import { describe, expect, it } from 'vitest'
import { isRegistrableOrigin, isRegistrableRedirectUri } from '../../../server/identity/clients/client-addresses.ts'

describe('isRegistrableRedirectUri', () => {
  it.each([
    'https://app.example.com/cb',
    'https://app.example.com',
    'https://app.example.com/',
    'https://app.example.com:8443/cb?tenant=1',
    'http://localhost:3000/callback',
    'http://127.0.0.1/callback',
    'http://[::1]:8080/callback',
    'com.example.app:/oauth2redirect',
    'com.example.app://callback',
    'myapp://callback',
  ])('takes %s', (uri) => expect(isRegistrableRedirectUri(uri)).toBe(true))

  it.each([
    'http://app.example.com/cb',
    'http://localhost.example.com/cb',
    'http://0x7f000001/cb',
    'https://app.example.com/cb#f',
    'https://app.example.com/cb#',
    'https://*.example.com/cb',
    'https://app.example.com/*',
    'https://user@app.example.com/cb',
    'https://user:password@app.example.com/cb',
    'https://APP.example.com/cb',
    'https://app.example.com:443/cb',
    'https://app.example.com/a/../cb',
    'https://app.example.com\\cb',
    'https:app.example.com/cb',
    'https://аpp.example.com/cb',
    'https://app.example.com/c b',
    'https://app.example.com/cb\n',
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://app.example.com/1',
    'about:blank',
    'view-source://app.example.com',
    'intent://cb#Intent;end',
    'ms-appinstaller://callback',
    'MS-Word://callback',
    'x-apple.systempreferences:/callback',
    'itms-services://callback',
    'jnlp://callback',
    'smb://callback',
    'ftp://app.example.com/cb',
    'mailto:a@example.com',
    'myapp:/cb',
    'myapp:cb',
    'com.example.app:cb',
    'COM.example.app:/cb',
    'com.example.app:/cb#f',
    'com.example.*:/cb',
    'myapp://user:password@callback',
    'http://127.0.0.1@evil.example/cb',
    'http://127.0.0.1.evil.example/cb',
    'http://192.168.1.20:3000/cb',
    'exp://192.168.1.20:8081/--/cb',
    '/cb',
    '',
  ])('refuses %j', (uri) => expect(isRegistrableRedirectUri(uri)).toBe(false))

  it.each([
    'http://192.168.1.20:3000/cb',
    'http://10.0.0.7/cb',
    'http://172.31.0.9:8080/cb',
    'http://laptop.local:3000/cb',
    'exp://192.168.1.20:8081/--/cb',
  ])('takes %s in the sandbox', (uri) => expect(isRegistrableRedirectUri(uri, { isSandbox: true })).toBe(true))

  it.each([
    'http://8.8.8.8/cb',
    'http://172.32.0.1/cb',
    'http://192.168.1.20.evil.example/cb',
    'http://evil.local.example/',
  ])('refuses %s in the sandbox too', (uri) => expect(isRegistrableRedirectUri(uri, { isSandbox: true })).toBe(false))
})

describe('isRegistrableOrigin', () => {
  it.each([
    'https://app.example.com',
    'https://app.example.com:8443',
    'http://localhost:5173',
    'http://[::1]:8080',
    'http://tauri.localhost',
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'moz-extension://0199c0de-0000-7000-8000-00000000a11c',
  ])('takes %s', (origin) => expect(isRegistrableOrigin(origin)).toBe(true))

  it.each([
    'https://app.example.com/',
    'https://app.example.com:443',
    'http://app.example.com',
    'https://*.example.com',
    'https://APP.example.com',
    'capacitor://localhost/',
    'capacitor://LOCALHOST',
    'capacitor:localhost',
    'file://',
    'file://localhost',
    'javascript://localhost',
    'about://blank',
    'https://user@app.example.com',
    'http://192.168.1.20:3000',
    'exp://192.168.1.20:8081',
    '*',
    'null',
    '',
  ])('refuses %j', (origin) => expect(isRegistrableOrigin(origin)).toBe(false))

  it.each(['http://192.168.1.20:3000', 'exp://192.168.1.20:8081'])('takes %s in the sandbox', (origin) =>
    expect(isRegistrableOrigin(origin, { isSandbox: true })).toBe(true),
  )
})
