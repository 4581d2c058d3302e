// In the sandbox: what a developer prefers to be answered (RFC 7240), as `Prefer: code=401, example=invalid_credentials,
// delay=500` says it for one request, and a fault for the next ones.
import type { Request, Response } from 'express'
import { Failure } from '../model/failure.ts'
import type { Host, RequestContext } from '../request-context.ts'
import type { Noted } from './begin-request.ts'
import type { FindExample, Wanted } from './examples.ts'
import type { Outgoing } from './send.ts'

export interface Examples<Ctx extends RequestContext> {
  readonly find: FindExample
  /** Has one leave otherwise than the contract writes it. */
  readonly finish?: (ctx: Ctx, id: string, example: Outgoing) => Promise<Outgoing>
}

type Fault = NonNullable<ReturnType<NonNullable<NonNullable<Host['sandbox']>['faults']>['take']>>

interface Parts<Ctx extends RequestContext> {
  readonly world: Host
  readonly examples?: Examples<Ctx>
}

/** A request that an example may answer. */
interface Asked<Ctx extends RequestContext> {
  readonly parts: Parts<Ctx>
  readonly req: Request
  readonly res: Response
  readonly ctx: Ctx
  readonly noted: Noted
}

/** The answer that a request names, whatever else is in it; undefined where it names none. Throws `invalid_request` where there is none such. */
export const findPreferred = <Ctx extends RequestContext>(
  { parts: { world, examples }, req, res, ctx, noted }: Asked<Ctx>,
  id: string,
): Promise<Outgoing | undefined> | undefined => {
  const preference = world.sandbox && readPreference(req.get('prefer'))
  if (!preference || !examples) return undefined
  const found = preference.wanted && examples.find(id, preference.wanted, ctx.wantsPage)
  noted.chosenBy = 'prefer'
  return keepBack(res, preference.delayMs).then(() => found && (examples.finish?.(ctx, id, found) ?? found))
}

/** The answer of a fault that this call meets; undefined where there is none, or where it only waits. */
export const meetFault = <Ctx extends RequestContext>(
  asked: Asked<Ctx>,
  id: string,
): Promise<Outgoing | undefined> | undefined => {
  const { parts, req, ctx } = asked
  const fault = parts.world.sandbox?.faults?.take(id, { address: ctx.ip, run: req.get('x-sandbox-run') ?? null })
  return fault && parts.examples && answerFault(asked, parts.examples, fault, id)
}

const answerFault = async <Ctx extends RequestContext>(
  { res, ctx, noted }: Asked<Ctx>,
  examples: Examples<Ctx>,
  fault: Fault,
  id: string,
): Promise<Outgoing | undefined> => {
  noted.chosenBy = 'fault'
  await keepBack(res, fault.delayMs)
  if (fault.status === null && fault.example === null) return undefined
  const wanted = { status: fault.status ?? undefined, example: fault.example ?? undefined }
  const found = examples.find(id, wanted, ctx.wantsPage)
  return examples.finish?.(ctx, id, found) ?? found
}

interface Preference {
  /** The answer that is wanted, instead of what the operation would do; undefined where it may do so. */
  readonly wanted: Wanted | undefined
  /** How long the answer is kept back, ms. */
  readonly delayMs: number
}

/** An answer that never comes is better built by ending the connection. */
const longestDelayMs = 60_000

/** Reads the header. Preferences of others are none of ours (RFC 7240 section 2); one of ours that makes no sense is refused. */
const readPreference = (header: string | undefined): Preference | undefined => {
  if (header === undefined) return undefined
  const said = new Map<string, string>()
  for (const [, name = '', quoted, plain] of header.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s",;]+))/g)) {
    // The first of one name counts.
    if (!said.has(name.toLowerCase())) said.set(name.toLowerCase(), quoted ?? plain ?? '')
  }
  const [code, example] = [said.get('code'), said.get('example')]
  const delayMs = wholeNumber('delay', said.get('delay'), longestDelayMs) ?? 0
  const isWanted = code !== undefined || example !== undefined
  if (!isWanted && delayMs === 0) return undefined
  return { wanted: isWanted ? { status: wholeNumber('code', code, 599), example } : undefined, delayMs }
}

const wholeNumber = (name: string, text: string | undefined, max: number): number | undefined => {
  if (text === undefined) return undefined
  if (/^\d{1,6}$/.test(text) && Number(text) <= max) return Number(text)
  throw new Failure('invalid_request', `Prefer: ${name} is "${text.slice(0, 60)}"; it is a whole number up to ${max}.`)
}

/** Keeps an answer back, unless nobody waits for it any more. */
const keepBack = (res: Response, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    if (delayMs === 0 || res.destroyed) return resolve()
    const done = () => {
      clearTimeout(timer)
      res.off('close', done)
      resolve()
    }
    const timer = setTimeout(done, delayMs)
    res.once('close', done)
  })
