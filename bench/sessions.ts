// What a session costs: beginning one, renewing it, and asking whether it lives.
import { setTimeout as pause } from 'node:timers/promises'
import { residentMegabytes, startRate } from './processes.ts'
import { type Plan, race } from './race.ts'
import { startContender } from './requests.ts'
import { type Result, toResults } from './results.ts'
import { load, percentile, requestBytes } from './load.ts'
import { startBetterAuth } from './rivals.ts'
import { type Work, startService, workOf } from './service.ts'
import { pathsOf } from './synthetic-contract.ts'
import type { Tree } from './trees.ts'

/** How long nobody asks for anything at the end, in turns: 20 s. */
const restOf = 100

export const raceSessions = async (plan: Plan, others: readonly Tree[]): Promise<Result[]> => {
  const { connections } = plan
  const service = await startService()
  const work = await workOf(service, connections)
  const trees = await Promise.all(
    others.map(async ({ name, root }) => {
      const running = await startService({ root })
      return { name, running, work: await workOf(running, connections) }
    }),
  )
  const express = await startContender('express', 12)
  const betterAuth = await startBetterAuth(connections)
  const argon2id = startRate('bench/contender.ts', 'argon2id')
  const commits = startRate('bench/contender.ts', 'commits')
  const bytes = requestBytes('GET', pathsOf(12).item)

  const ofEach = (name: string, kind: 'signIn' | 'refresh' | 'me') =>
    [{ name: '', work }, ...trees].map((tree) => ({
      name: [name, tree.name].filter(Boolean).join(', '),
      turn: async (ms: number) => (await tree.work[kind](ms)).perSecond,
    }))
  const results = [
    ...(await race(
      'Sign-in',
      '/s',
      [{ name: 'argon2id alone', turn: argon2id.perSecond }, ...ofEach('POST /auth/sign-in', 'signIn')],
      plan,
    )),
    ...(await race(
      'Refresh',
      '/s',
      [
        { name: 'SQLite commits, synchronous=FULL', turn: commits.perSecond },
        ...ofEach('POST /auth/refresh', 'refresh'),
      ],
      plan,
    )),
    ...(await race(
      'Live check',
      '/s',
      [
        {
          name: 'bare Express',
          turn: async (ms) => (await load({ url: express.url, connections, ms, next: () => bytes })).perSecond,
        },
        { name: 'Better Auth, session by cookie', turn: betterAuth.session },
        ...ofEach('GET /auth/me', 'me'),
      ],
      plan,
    )),
    ...(await race(
      `Slowest of 100 refreshes, ${connections} at once`,
      'ms',
      [{ name: 'POST /auth/refresh', turn: async (ms) => percentile((await work.refresh(ms)).times, 0.99) }],
      { ...plan, ms: plan.ms * 5, rounds: Math.ceil(plan.rounds / 5) },
    )),
    ...(await race(
      'Slowest of 100 other calls',
      'ms',
      [
        { name: 'GET /auth/me alone', turn: async (ms) => percentile((await work.calmMe(ms)).times, 0.99) },
        {
          name: `GET /auth/me while ${connections} sign in`,
          turn: async (ms) => {
            const [calm] = await Promise.all([work.calmMe(ms), work.signIn(ms)])
            return percentile(calm.times, 0.99)
          },
        },
      ],
      { ...plan, ms: plan.ms * 5, rounds: Math.ceil(plan.rounds / 5) },
    )),
    ...(await raceCrowd(plan)),
  ]
  const held = { 'bare Express': express, 'Better Auth': betterAuth, 'the service': service }
  const memory = () =>
    Promise.all(
      Object.entries(held).map(async ([name, { child }]) => ({ name, rounds: [await residentMegabytes(child)] })),
    )
  const before = await memory()
  await pause(plan.ms * restOf)
  const after = await memory()
  for (const one of [service, express, betterAuth, argon2id, commits, ...trees.map(({ running }) => running)]) {
    await one.stop()
  }
  return [
    ...results,
    ...toResults('Memory after all this', 'MB', before),
    ...toResults('Memory after a rest', 'MB', after),
  ]
}

/** How late each refusal was, ms. */
const refusedOf = (answers: Awaited<ReturnType<Work['crowd']>>): number[] =>
  answers.flatMap(({ status, ms }) => (status === 503 ? [ms] : []))

/** How many of them may wait, as few as can be: passwords are checked nearly as fast as sign-ins are read. */
const mayWait = 1

/** A crowd of which some are refused. One that comes while the service is still slow may find room for everybody. */
const refusedCrowd = async (work: Work, people: number): Promise<readonly number[]> => {
  for (let left = 20; left > 0; left--) {
    const refused = refusedOf(await work.crowd(people))
    if (refused.length > 0) return refused
  }
  throw new Error(`Nobody of ${people} at once was refused, in twenty crowds.`)
}

/** More sign-ins at once than may wait: how late are refusals, and what do others notice of it? */
const raceCrowd = async (plan: Plan): Promise<Result[]> => {
  const service = await startService({ hashQueue: mayWait })
  const work = await workOf(service, plan.connections)
  await refusedCrowd(work, plan.crowd)
  const refusals: number[] = []
  const alone: number[] = []
  const meanwhile: number[] = []
  for (let round = 0; round < plan.starts; round++) {
    alone.push(percentile((await work.refresh(plan.ms)).times, 0.5))
    const [refused, refreshes] = await Promise.all([refusedCrowd(work, plan.crowd), work.refresh(plan.ms)])
    refusals.push(Math.max(...refused))
    meanwhile.push(percentile(refreshes.times, 0.5))
  }
  await service.stop()
  return [
    ...toResults(`${plan.crowd} sign-ins at once, of which ${mayWait} may wait`, 'ms', [
      { name: 'the last of those refused', rounds: refusals },
    ]),
    ...toResults(`Refresh beside ${plan.crowd} sign-ins, half of them faster than`, 'ms', [
      { name: 'alone', rounds: alone },
      { name: 'meanwhile', rounds: meanwhile },
    ]),
  ]
}
