// Where the databases are: a PostgreSQL of its own, durable as in production, and files of SQLite; and the service on each.
import { execFile } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createServer } from '../../scripts/faults/cluster.ts'
import { freePort } from '../../tests/storage/postgres-for-tests.ts'
import { type Running, startServer } from '../processes.ts'
import type { Tenant } from './tenant.ts'

export type Kind = 'postgres' | 'sqlite'

export const apiKey = 'ik_a-key-of-the-bench-that-stands-in-no-database'

/** The settings of production, without the limits that one person who asks all the time would meet. */
export const settingsFor = (databaseUrl: string): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  DATABASE_URL: databaseUrl,
  COUNTERSIGN_SECRET: 'nW4k/0Qd2m9Vx7Zp1RtY5sUcB8eLgJ3h',
  PUBLIC_URL: 'https://auth.example.com',
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'no-reply@example.com',
  PROJECT_ENVIRONMENT: 'none',
  TRUSTED_PROXIES: 'loopback',
  LOG_LEVEL: 'info',
  DRAIN_SECONDS: '0',
  LIMITS: ['signUpPerIp', 'signInPerUser', 'signInPerIp', 'callsPerUser'].map((name) => `${name}=100000/1`).join(','),
})

export interface Place {
  /** An empty database. */
  create(name: string): Promise<string>
  /** What it takes on the disk, in MB. */
  megabytes(name: string): Promise<number>
  end(): Promise<void>
}

/** A quarter of a small machine's memory, as PostgreSQL's own documents have it, and room for its log of changes. */
const settings = ['shared_buffers=1GB', 'max_wal_size=4GB', 'effective_cache_size=3GB', 'random_page_cost=1.1']

export const openPostgresPlace = async (folder: string): Promise<Place> => {
  const server = await createServer(folder, join(folder, 'wal'), settings)
  await server.start()
  return {
    create: async (name) => {
      await server.query(`create database ${name}`)
      return `postgres://postgres@127.0.0.1:${server.port}/${name}`
    },
    megabytes: async (name) => {
      const [row] = await server.query(`select pg_database_size('${name}') as bytes`)
      return Number(row?.bytes) / 1e6
    },
    end: () => server.end('SIGINT'),
  }
}

export const openSqlitePlace = (folder: string): Place => {
  const fileOf = (name: string) => join(folder, `${name}.db`)
  mkdirSync(folder, { recursive: true })
  return {
    create: (name) => Promise.resolve(`sqlite:${fileOf(name)}`),
    megabytes: (name) => Promise.resolve(statSync(fileOf(name)).size / 1e6),
    end: () => Promise.resolve(),
  }
}

export const makeTenant = async (databaseUrl: string): Promise<Tenant> => {
  const env = { ...process.env, ...settingsFor(databaseUrl) }
  const program = join(import.meta.dirname, 'tenant.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env })
  return JSON.parse(stdout) as Tenant
}

export interface Service extends Running {
  /** The longest that its event loop stood still since this was asked last, ms. */
  stoodStill(): Promise<number>
}

/** How often the event loop is looked at, ms: that much of what is measured is no delay. */
const resolutionMs = 10

export const startService = async (databaseUrl: string, { environmentId }: Tenant): Promise<Service> => {
  const metricsPort = await freePort()
  const running = await startServer('server/main.mjs', '/health/ready', {
    args: () => ['--no-migrate'],
    env: (port) => ({
      ...settingsFor(databaseUrl),
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      PROJECT_ENVIRONMENT: environmentId,
      PROJECT_API_KEY: apiKey,
    }),
  })
  const stoodStill = async () => {
    const text = await fetch(`http://127.0.0.1:${metricsPort}/metrics`).then((answer) => answer.text())
    const seconds = Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1])
    return Math.max(0, seconds * 1000 - resolutionMs)
  }
  return { ...running, stoodStill }
}
