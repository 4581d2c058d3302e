import { describe, expect, it } from 'vitest'
import { createMetrics } from '../../server/outside/metrics.ts'
import { freePort } from '../process-for-tests.ts'
import { serveMetrics } from '../../server/operations/metrics.ts'
import { clientId, startServer } from '../server-for-tests.ts'

const read = async (port: number, path = '/metrics') => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`)
  return { status: answer.status, text: await answer.text() }
}

describe('metrics', () => {
  it('count requests by operation and status, refusals by code, and limits that were hit', async () => {
    const server = await startServer({ LIMITS: 'signInPerIp=1/60' })
    const port = await freePort()
    const metrics = await serveMetrics(
      { world: server.world, states: () => null, lostLines: () => 7 },
      { port, host: '127.0.0.1' },
    )
    const body = { client_id: clientId, email: 'nobody@example.test', password: 'wrong horse' }
    await server.send('POST /auth/sign-in', { body })
    await server.send('POST /auth/sign-in', { body })
    await server.send('GET /nowhere/at/all')
    const { text } = await read(port)
    for (const line of [
      'countersign_requests_total{operation="account.signIn",status="401"} 1',
      'countersign_requests_total{operation="account.signIn",status="429"} 1',
      'countersign_requests_total{operation="none",status="404"} 1',
      'countersign_refusals_total{operation="account.signIn",code="invalid_credentials"} 1',
      'countersign_limits_hit_total{limit="signInPerIp"} 1',
      'countersign_password_hashes_waiting 0',
      'countersign_outbox_age_seconds 0',
      'countersign_log_lines_lost 7',
    ]) {
      expect(text).toContain(`${line}\n`)
    }
    expect(text).not.toContain('nowhere')
    expect((await read(port, '/')).status).toBe(404)
    // On the port that strangers reach there is nothing of it.
    expect((await server.send('GET /metrics')).status).toBe(404)
    metrics.close()
    await server.close()
  })

  it('do not say that no mail waits while the database is away', async () => {
    const server = await startServer()
    const port = await freePort()
    const metrics = await serveMetrics(
      { world: server.world, states: () => null, lostLines: () => 0 },
      { port, host: '127.0.0.1' },
    )
    await server.closeDatabase()
    expect((await read(port)).text).toMatch(/^countersign_outbox_age_seconds NaN$/im)
    metrics.close()
  })

  it('say how old the mail is that waits longest, how rounds went, and how busy connections are', async () => {
    const metrics = createMetrics()
    metrics.round('mail', { ms: 20, failed: true })
    metrics.round('sweep', { ms: 30, failed: false })
    const lane = { size: 4, used: 3, waiting: 2 }
    const gauges = { hashesWaiting: () => 5, pools: () => ({ transactions: lane }), lostLines: () => 0 }
    const { text } = await metrics.read({ ...gauges, outboxAge: async () => 42 })
    for (const line of [
      'countersign_background_rounds_total{round="mail",outcome="failed"} 1',
      'countersign_background_rounds_total{round="sweep",outcome="done"} 1',
      'countersign_database_connections{lane="transactions"} 4',
      'countersign_database_connections_used{lane="transactions"} 3',
      'countersign_database_connections_waiting{lane="transactions"} 2',
      'countersign_password_hashes_waiting 5',
      'countersign_outbox_age_seconds 42',
    ]) {
      expect(text).toContain(`${line}\n`)
    }
  })
})
