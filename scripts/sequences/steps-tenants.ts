// Steps about tenants: what each has is its own, and a key that was taken back opens nothing.
import { demoApp } from '../../contract-tests/harness/fixtures/people.ts'
import { type Call, type Model, type Place, type Session, domain, firstPassword, now } from './model.ts'
import { as, begin, keyOf, signingIn, whoAmI } from './sessions.ts'
import { bodyOf, must, mustRefuse } from './stage.ts'
import { mailTo } from './steps-links.ts'
import { arrive } from './steps-sessions.ts'
import { type Kind, awake, labelOf, liveSessions, secretAt, sessionAt } from './steps.ts'

const places: readonly Place[] = ['t0', 't1']

const found: Kind = {
  weight: 3,
  surfaces: ['platform', 'app'],
  choose: (model, { pick }) => {
    const place = pick(places.filter((one) => !model.tenants.has(one)))
    return place && { place }
  },
  run: async (stage, step) => {
    const { model } = stage
    const place = step.place as Place
    const person = model.people.get(`${place}.owner`)!
    if (model.tenants.has(place)) return false
    const name = `${place}-${model.lane}`
    const body = { email: person.email, password: firstPassword, tenantName: name, tenantSlug: name }
    const answer = await must(stage, { id: 'platform.register', sent: { body } })
    arrive(stage, person, { id: bodyOf<{ user: { id: string } }>(answer).user.id, verified: true })
    const session = begin(stage, labelOf(step, 's'), { person, surface: 'platform' }, answer)
    const token = await mailTo(stage, person, 'verify_email_link')
    await must(stage, { id: 'account.verifyEmail', sent: { body: { token } } })
    const asked = { id: 'platform.createApplication', sent: { ...as(model, session), body: { name, slug: name } } }
    const made = bodyOf<{ data: { id: string; environments: { id: string; publishableKey: string }[] } }>(
      await must(stage, asked, { as: session }),
    )
    const [environment] = made.data.environments
    model.tenants.set(place, {
      place,
      applicationId: made.data.id,
      environmentId: environment!.id,
      publishableKey: environment!.publishableKey,
    })
    return true
  },
}

/** Administrators come back: without them nothing is left to do for the console once their sessions are over. */
const comeBack: Kind = {
  weight: 2,
  surfaces: ['platform'],
  choose: (model, { pick }) => {
    const place = pick([...model.tenants.keys()])
    return place && { place }
  },
  run: async (stage, step) => {
    const { model } = stage
    const place = step.place as Place
    if (!model.tenants.has(place)) return false
    const person = model.people.get(`${place}.owner`)!
    const answer = await must(stage, signingIn(model, 'platform', person, firstPassword))
    begin(stage, labelOf(step, 's'), { person, surface: 'platform' }, answer)
    return true
  },
}

const administrators = (model: Model): Session[] => awake(model, now(model), 'platform')
const aimOf = (model: Model, place: Place) => (place === 'sandbox' ? demoApp : model.tenants.get(place))

const words: Readonly<Record<string, (appId: string, environmentId: string) => Call>> = {
  users: (appId, environmentId) => ({
    id: 'platform.listAppUsers',
    sent: { path: { appId }, query: { environmentId } },
  }),
  sessions: (appId, environmentId) => ({
    id: 'platform.listAppSessions',
    sent: { path: { appId }, query: { environmentId } },
  }),
  audit: (appId, environmentId) => ({
    id: 'platform.listAppAuditLogs',
    sent: { path: { appId }, query: { environmentId } },
  }),
  application: (appId) => ({ id: 'platform.getApplication', sent: { path: { appId } } }),
  keys: (appId) => ({ id: 'platform.listAppApiKeys', sent: { path: { appId } } }),
  organizations: (appId, environmentId) => ({
    id: 'platform.listAppOrganizations',
    sent: { path: { appId }, query: { environmentId } },
  }),
}

/** An administrator looks at an application: their tenant's, or another one's, which is not there for them. */
const look: Kind = {
  weight: 5,
  surfaces: ['platform'],
  choose: (model, { pick, next }) => {
    const session = pick(administrators(model))
    const place =
      session && (next() < 0.5 ? session.person.place : pick(['sandbox', ...model.tenants.keys()] as Place[]))
    return session && place && { session: session.label, place, word: pick(Object.keys(words))! }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    const place = step.place as Place
    const aim = aimOf(model, place)
    if (!session || !aim) return false
    const { id, sent } = words[String(step.word)]!(aim.applicationId, aim.environmentId)
    const call = { id, sent: { ...sent, ...as(model, session) } }
    if (place === session.person.place) await must(stage, call, { as: session })
    else await mustRefuse(stage, call, `the application is another tenant's`, { as: session })
    return true
  },
}

/** A session under the key of another environment is nobody's. */
const cross: Kind = {
  weight: 4,
  surfaces: ['app'],
  choose: (model, { pick }) => {
    const session = pick(awake(model, now(model), 'app'))
    const place =
      session && pick((['sandbox', ...model.tenants.keys()] as Place[]).filter((one) => one !== session.person.place))
    return session && place && { session: session.label, place }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    const place = step.place as Place
    if (!session || (place !== 'sandbox' && !model.tenants.has(place)) || place === session.person.place) return false
    const headers = { 'x-publishable-key': keyOf(model, place) }
    const why = `its session is of another environment than the key`
    const { id, sent } = whoAmI(model, session)
    await mustRefuse(stage, { id, sent: { ...sent, headers } }, why)
    const last = session.refreshes.at(-1)
    await mustRefuse(stage, { id: 'app.refresh', sent: { headers, body: { refresh_token: last } } }, why)
    return true
  },
}

const makeKey: Kind = {
  weight: 4,
  surfaces: ['platform'],
  choose: (model, { pick }) => {
    const session = pick(administrators(model))
    return session && { session: session.label, kind: pick(['secret', 'tenant'])! }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    const tenant = session && model.tenants.get(session.person.place)
    if (!session || !tenant) return false
    const label = labelOf(step, 'key')
    const { applicationId: appId, environmentId } = tenant
    const isSecret = step.kind === 'secret'
    const sent = isSecret ? { path: { appId }, body: { name: label, environmentId } } : { body: { name: label } }
    const id = isSecret ? 'platform.createAppApiKey' : 'platform.createTenantApiKey'
    const answer = await must(stage, { id, sent: { ...sent, ...as(model, session) } }, { as: session })
    const { data } = bodyOf<{ data: { id: string; key: string } }>(answer)
    const users = [{ email: `${label}.${model.lane}@imported.${domain}` }]
    model.secrets.set(label, {
      label,
      kind: 'key',
      purpose: `${String(step.kind)} key`,
      about: isSecret ? appId : '',
      person: undefined,
      by: session.person,
      place: session.person.place,
      row: data.id,
      call: isSecret
        ? {
            id: 'app.importUsers',
            sent: { headers: { 'x-publishable-key': data.key }, body: { environmentId, users } },
          }
        : { id: 'platform.listApplications', sent: { bearer: data.key } },
      until: Infinity,
      live: true,
    })
    return true
  },
}

const useKey: Kind = {
  weight: 3,
  surfaces: ['platform'],
  choose: (model, { pick }) => {
    const key = pick([...model.secrets.values()].filter(({ kind }) => kind === 'key'))
    return key && { secret: key.label }
  },
  run: async (stage, step) => {
    const key = secretAt(stage, step)
    if (!key) return false
    if (key.live) await must(stage, key.call, {}, `nobody has taken back ${key.label}`)
    else await mustRefuse(stage, key.call, `${key.label} was taken back`)
    return true
  },
}

/** Takes a key back; that of another tenant is not there. */
const revokeKey: Kind = {
  weight: 3,
  surfaces: ['platform'],
  choose: (model, { pick }) => {
    const key = pick([...model.secrets.values()].filter(({ kind, live }) => kind === 'key' && live))
    const session = key && pick(administrators(model))
    return session && { session: session.label, secret: key.label }
  },
  run: async (stage, step) => {
    const { model } = stage
    const key = secretAt(stage, step)
    const session = sessionAt(stage, step)
    if (!key?.live || !session) return false
    const isSecret = key.about !== ''
    const path = { keyId: key.row!, ...(isSecret && { appId: key.about }) }
    const id = isSecret ? 'platform.revokeAppApiKey' : 'platform.revokeTenantApiKey'
    const call = { id, sent: { path, ...as(model, session) } }
    if (session.person.place !== key.place) {
      await mustRefuse(stage, call, `${key.label} is another tenant's`, { as: session })
      return true
    }
    await must(stage, call, { as: session })
    key.live = false
    return true
  },
}

const endTheirs: Kind = {
  weight: 2,
  surfaces: ['platform'],
  choose: (model, { pick }) => {
    const session = pick(administrators(model))
    const target = session && pick(liveSessions(model, 'app').filter(({ person }) => person.place !== 'sandbox'))
    return target && { session: session.label, target: target.label }
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    const target = sessionAt(stage, step, 'target')
    const tenant = target && model.tenants.get(target.person.place)
    if (!session || !target || !tenant) return false
    const path = { appId: tenant.applicationId, sessionId: target.id }
    const call = { id: 'platform.revokeAppSession', sent: { path, ...as(model, session) } }
    if (session.person.place !== target.person.place) {
      await mustRefuse(stage, call, `session ${target.label} is of another tenant`, { as: session })
      return true
    }
    await must(stage, call, { as: session })
    target.live = false
    return true
  },
}

export const tenantSteps = { found, comeBack, look, cross, makeKey, useKey, revokeKey, endTheirs } satisfies Record<
  string,
  Kind
>
