// npm run bench: what checking against the contract costs, and what the service does per second.
//
// Compared in one run, in rounds in which all contenders of a group take turns, as medians and as ratios to the first:
//  - requests, on a contract of 12 and of 120 operations, on a GET with a path parameter and on a POST with a body:
//    bare Express with the same number of routes and the same JSON answer; this server's whole pipeline (routing, request
//    id, security headers, caller, CORS) with requests checked and answers declared as anything; the same with answers
//    checked too; the same with its line in the log;
//  - sign-in against password checks by argon2id alone, as many at once as the service runs;
//  - refresh against commits of one row to SQLite with synchronous=FULL: a refresh is on the disk when it is answered;
//  - GET /auth/me, which asks the database whether the session lives, against a GET of bare Express;
//  - from the start of the process to its first answer, and memory then: the service against bare Express.
//
// The load comes from this process, every contender runs in one of its own, and an answer that is not 2xx ends the run.
// Rounds are many and short, so that other work on the machine meets all contenders of a round alike: read the ratios.
// --quick only shows that it runs.
// --out FILE says where the JSON goes.
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load, requestBytes } from './load.ts'
import { type Running, residentMegabytes, startRate, startServer } from './processes.ts'
import { type Result, toResults, toTable } from './results.ts'
import { startService, workOf } from './service.ts'
import { newThing, pathsOf } from './synthetic-contract.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, out: { type: 'string' } } })
const out = values.out ?? join(import.meta.dirname, 'results.json')
const plan = values.quick
  ? { sizes: [12], rounds: 1, ms: 100, warmUpMs: 50, starts: 1, connections: 4 }
  : { sizes: [12, 120], rounds: 50, ms: 200, warmUpMs: 2000, starts: 5, connections: 32 }

interface Contender {
  readonly name: string
  readonly perSecond: (ms: number) => Promise<number>
}

const say = (text: string) => process.stderr.write(`${text}\n`)

/** Lets contenders take turns, all of them in each round. */
const race = async (group: string, contenders: readonly Contender[]): Promise<Result[]> => {
  const measured = contenders.map(({ name }) => ({ name, rounds: [] as number[] }))
  for (const { perSecond } of contenders) await perSecond(plan.warmUpMs)
  for (let round = 1; round <= plan.rounds; round++) {
    for (const [at, { perSecond }] of contenders.entries()) measured[at]!.rounds.push(await perSecond(plan.ms))
    if (round % 10 !== 0 && round !== plan.rounds) continue
    const rates = measured.map(({ rounds }) => Math.round(rounds.at(-1)!)).join('  ')
    say(`${group}  ${round}/${plan.rounds}  ${rates}`)
  }
  return toResults(group, '/s', measured)
}

const startContender = (kind: string, operations: number): Promise<Running> =>
  startServer('bench/contender.ts', pathsOf(operations).item, (port) => [kind, String(operations), String(port)])

const raceRequests = async (operations: number): Promise<Result[]> => {
  const names = {
    express: 'bare Express',
    requests: 'requests checked',
    both: 'requests and answers checked',
    logged: 'requests and answers checked, and logged',
  }
  const servers = await Promise.all(
    Object.entries(names).map(async ([kind, name]) => ({ name, running: await startContender(kind, operations) })),
  )
  const { collection, item } = pathsOf(operations)
  const contendersFor = (bytes: Buffer): Contender[] =>
    servers.map(({ name, running: { url } }) => ({
      name,
      perSecond: (ms) => load({ url, connections: plan.connections, ms, next: () => bytes }),
    }))
  const results = [
    ...(await race(`GET, ${operations} operations`, contendersFor(requestBytes('GET', item)))),
    ...(await race(
      `POST, ${operations} operations`,
      contendersFor(requestBytes('POST', collection, { body: newThing })),
    )),
  ]
  for (const { running } of servers) await running.stop()
  return results
}

const raceService = async (): Promise<Result[]> => {
  const service = await startService()
  const express = await startContender('express', 12)
  const argon2id = startRate('bench/contender.ts', 'argon2id')
  const commits = startRate('bench/contender.ts', 'commits')
  const { signIn, refresh, me } = await workOf(service, plan.connections)
  const bytes = requestBytes('GET', pathsOf(12).item)
  const bare = (ms: number) => load({ url: express.url, connections: plan.connections, ms, next: () => bytes })
  const results = [
    ...(await race('Sign-in', [
      { name: 'argon2id alone', perSecond: argon2id.perSecond },
      { name: 'POST /auth/sign-in', perSecond: signIn },
    ])),
    ...(await race('Refresh', [
      { name: 'SQLite commits, synchronous=FULL', perSecond: commits.perSecond },
      { name: 'POST /auth/refresh', perSecond: refresh },
    ])),
    ...(await race('Live check', [
      { name: 'bare Express', perSecond: bare },
      { name: 'GET /auth/me', perSecond: me },
    ])),
  ]
  const loaded = [await residentMegabytes(express.child), await residentMegabytes(service.child)]
  for (const one of [service, express, argon2id, commits]) await one.stop()
  const names = ['bare Express', 'the service']
  return [
    ...results,
    ...toResults(
      'Memory after all this',
      'MB',
      names.map((name, at) => ({ name, rounds: [loaded[at]!] })),
    ),
  ]
}

const measureStarts = async (): Promise<Result[]> => {
  const contenders = [
    { name: 'bare Express, 12 operations', start: () => startContender('express', 12) },
    { name: 'the service, on a new database', start: startService },
  ]
  const ready = contenders.map(({ name }) => ({ name, rounds: [] as number[] }))
  const memory = contenders.map(({ name }) => ({ name, rounds: [] as number[] }))
  for (let round = 1; round <= plan.starts; round++) {
    for (const [at, { start }] of contenders.entries()) {
      const running = await start()
      ready[at]!.rounds.push(running.readyMs)
      memory[at]!.rounds.push(await residentMegabytes(running.child))
      await running.stop()
    }
    say(`Start  ${round}/${plan.starts}  ${ready.map(({ rounds }) => `${Math.round(rounds.at(-1)!)} ms`).join('  ')}`)
  }
  return [...toResults('Start to first answer', 'ms', ready), ...toResults('Memory at the first answer', 'MB', memory)]
}

const results: Result[] = []
for (const size of plan.sizes) results.push(...(await raceRequests(size)))
results.push(...(await raceService()), ...(await measureStarts()))
process.stdout.write(toTable(results))
const machine = { node: process.version, cores: availableParallelism(), at: new Date().toISOString() }
writeFileSync(out, `${JSON.stringify({ ...machine, ...plan, results }, null, 2)}\n`)
say(`\nWritten to ${out}`)
