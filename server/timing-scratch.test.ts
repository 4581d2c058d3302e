import { it } from 'vitest'
import { Agent, request } from 'node:http'
import { startServer, signUp } from './server-for-tests.ts'
import { contextFor } from './identity/context-for-tests.ts'
import { findEnvironment, updateEnvironment } from './storage/environments.ts'
import { sandboxEnvironmentId } from './identity/sandbox.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const post = (url: string, path: string, body: object) => new Promise<{ ms: number; status: number; text: string }>((resolve, reject) => {
  const text = JSON.stringify(body)
  const started = performance.now()
  const req = request(url + path, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } }, (res) => {
    let t = ''
    res.on('data', (d) => (t += d))
    res.on('end', () => resolve({ ms: performance.now() - started, status: res.statusCode!, text: t }))
  })
  req.on('error', reject)
  req.end(text)
})
const auc = (a: number[], b: number[]) => {
  let wins = 0
  for (const x of a) for (const y of b) wins += x > y ? 1 : x === y ? 0.5 : 0
  const v = wins / (a.length * b.length)
  return Math.max(v, 1 - v)
}
const median = (a: number[]) => [...a].sort((x, y) => x - y)[a.length >> 1]!
it('measures', async () => {
  const huge = '100000/3600'
  const server = await startServer({
    DATABASE_URL: 'sqlite:/tmp/scratch-proofs/t.db', LOG_LEVEL: 'silent',
    LIMITS: ['signUpPerIp', 'mailsPerIp', 'linksPerMailbox', 'codesPerMailbox', 'codeTriesPerIp'].map((n) => `${n}=${huge}`).join(','),
  })
  const ctx = contextFor(server.world)
  const known = await signUp(server.send)
  const L = await signUp(server.send)
  const compare = async (name: string, arms: ((n: number) => Promise<{ ms: number; status: number; text: string }>)[], rounds = 180) => {
    const samples: number[][] = arms.map(() => [])
    for (let i = 0; i < rounds; i += 1) for (const [k, arm] of arms.entries()) {
      const { ms, status, text } = await arm(i)
      if (i === 0) console.log(name, k, status, text.slice(0, 90))
      if (i >= 30) samples[k]!.push(ms)
    }
    console.log(name, samples.map((s) => median(s).toFixed(2)), 'AUC', samples.slice(1).map((s) => auc(samples[0]!, s).toFixed(3)))
  }
  const cid = 'cid_inbox_manager'
  await compare('magic', [(i) => post(server.url, '/auth/send-magic-link', { client_id: cid, email: known.email }), (i) => post(server.url, '/auth/send-magic-link', { client_id: cid, email: `u${i}@example.test` })])
  await compare('reset', [(i) => post(server.url, '/auth/send-password-reset', { client_id: cid, email: known.email }), (i) => post(server.url, '/auth/send-password-reset', { client_id: cid, email: `u${i}@example.test` })])
  await compare('verify send', [(i) => post(server.url, '/api/auth/email/send-verification', { email: known.email }), (i) => post(server.url, '/api/auth/email/send-verification', { email: `v${i}@example.test` })])
  await compare('code', [async (i) => { if (i % 5 === 0) await post(server.url, '/api/auth/email/send-reset-password', { email: known.email }); return post(server.url, '/api/auth/email/exchange-reset-password-token', { email: known.email, code: '000000' }) }, (i) => post(server.url, '/api/auth/email/exchange-reset-password-token', { email: L.email, code: '000000' }), (i) => post(server.url, '/api/auth/email/exchange-reset-password-token', { email: `w${i}@example.test`, code: '000000' })])
  const env = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
  await updateEnvironment(ctx.db, env.id, { settings: { ...env.settings, requireEmailVerification: true }, updatedAt: 1 })
  await compare('sign-up', [(i) => post(server.url, '/auth/sign-up', { client_id: cid, email: known.email, password: 'correct horse battery' }), (i) => post(server.url, '/auth/sign-up', { client_id: cid, email: `s${i}@example.test`, password: 'correct horse battery' })], 180)
  await server.close()
}, 200_000)
