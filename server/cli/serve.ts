// The service as a process: read the settings, open the world, listen; on SIGTERM finish what runs and leave.
import type { Server } from 'node:http'
import { flushCompileCache } from 'node:module'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { startBackground } from '../operations/background.ts'
import { serveMetrics } from '../operations/metrics.ts'
import { type Config, readConfig } from '../config.ts'
import { createLog, terminalText } from '../outside/log.ts'
import { createLines } from '../outside/log-lines.ts'
import { listen } from '../http/listen.ts'
import { type Opened, openWorld } from '../world.ts'
import { collectSooner, collectWhenCalm } from './collecting.ts'

/** How long what runs may take to finish, and how long all of the end may, ms. */
const finishMs = 8_000
const endMs = 10_000

/** Serves until it is told to stop. Ends the process with a sentence where it cannot start. */
export const serve = async (environment: NodeJS.ProcessEnv, { migrating } = { migrating: true }): Promise<void> => {
  const read = readConfig(environment)
  if ('problems' in read) {
    for (const problem of read.problems) process.stderr.write(`${problem}\n`)
    process.exit(1)
  }
  const { config } = read
  // A full disk behind the log must not end the service by an error that nobody listens to.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const lines = createLines(1)
  const instance = config.mode === 'production' ? `${hostname()}-${process.pid}` : undefined
  // Read by whoever asks for it alone: 60 ms of a start.
  const traces = config.isTraced ? (await import('../outside/traces.ts')).openTraces() : null
  const log = createLog({
    level: config.logLevel,
    toText: await terminalText(),
    destination: lines,
    instance,
    fields: traces?.fields,
  })
  try {
    const opened = await openWorld(config, log, { migrating, traces })
    const server = await listen(opened.app, config)
    collectSooner()
    const stopBackground = startBackground(opened.world)
    if (config.metricsPort !== null) {
      const watched = { ...opened, lostLines: lines.lost }
      const metrics = await serveMetrics(watched, { port: config.metricsPort, host: config.host })
      metrics.unref()
    }
    if (config.mode === 'sandbox') sayWhereToLook(config)
    else log.info({ host: config.host, port: config.port, publicUrl: config.publicUrl }, 'listening')
    stopOnSignals(
      server,
      { ...opened, close: () => Promise.all([opened.close(), traces?.close()]) },
      stopBackground,
      (ms, text) => config.mode === 'production' && log.info({ ms }, text),
      config.drainSeconds * 1000,
    )
    await opened.warm()
    log.debug({ sinceStartMs: Math.round(performance.now()) }, 'All checks are compiled')
    // Whoever ends this by force lets it write nothing then.
    flushCompileCache()
    collectWhenCalm()
  } catch (error) {
    log.debug({ err: error })
    process.stderr.write(`Countersign could not start. ${sentenceOf(error, config)}\n`)
    process.exit(1)
  }
}

/** To a developer; in production every line of standard output is one of the log. */
const sayWhereToLook = ({ publicUrl: url }: Config): void => {
  const lines = [
    `Countersign     ${url}/`,
    `API reference   ${url}/docs`,
    `Mailbox         ${url}/sandbox/mailbox`,
    `Credentials     ${url}/sandbox/credentials`,
    `Contract        ${url}/openapi.json`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const stopOnSignals = (
  server: Server,
  opened: Pick<Opened, 'drain'> & { close(): Promise<unknown> },
  stopBackground: () => Promise<void>,
  say: (ms: number, text: string) => void,
  drainMs: number,
): void => {
  let stopping = false
  const stop = async () => {
    // Whoever asks twice wants it now.
    if (stopping) process.exit(1)
    stopping = true
    opened.drain()
    say(drainMs, 'draining')
    const since = performance.now()
    // Who sends requests here learns from /health/ready to send them elsewhere; until they all have, they are answered. In any case what was
    // answered before is written first: its connection is idle then.
    await pause(drainMs)
    setTimeout(() => process.exit(1), endMs).unref()
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeIdleConnections()
    // Neither a connection that somebody holds open nor a mail server that keeps silent may hold the process.
    await Promise.race([Promise.all([closed, stopBackground()]), pause(finishMs)])
    server.closeAllConnections()
    await opened.close()
    say(Math.round(performance.now() - since), 'stopped')
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  // Of a terminal or a starter that is gone, which may say it after something else: nobody asks twice.
  process.on('SIGHUP', () => stopping || void stop())
}

const sentenceOf = (error: unknown, config: Config): string => {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number }
  const setting = port !== undefined && port === config.metricsPort ? 'METRICS_PORT' : 'PORT'
  if (code === 'EADDRINUSE') return `Port ${port ?? config.port} is taken: set ${setting} to another one.`
  if (code === 'EACCES') return `Port ${port ?? config.port} may not be used: set ${setting} to another one.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST is "${config.host}", which is no address of this machine: set one that is, or 0.0.0.0 for all.`
  return message
}
