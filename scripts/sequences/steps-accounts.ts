// Steps about accounts, which the app surface calls organizations: who is in one, who may look, and what strangers get.
import type { OperationId } from '../../generated/operations.ts'
import {
  type Account,
  type Call,
  type Model,
  type Person,
  type Role,
  type Sending,
  type Session,
  now,
} from './model.ts'
import { as } from './sessions.ts'
import { type Stage, bodyOf, found, must, mustRefuse } from './stage.ts'
import { type Kind, awake, labelOf, personOf, sessionAt } from './steps.ts'

const roles: readonly Role[] = ['owner', 'member', 'viewer']

/** How each surface says it. */
type Word = 'create' | 'read' | 'members' | 'add' | 'change' | 'remove' | 'rename' | 'erase' | 'list'
type Say = (...given: string[]) => readonly [OperationId, Sending]

const words: Readonly<Record<'account' | 'app', Readonly<Record<Word, Say>>>> = {
  account: {
    create: (name: string) => ['account.createAccount', { body: { name } }],
    read: (id: string) => ['account.getAccount', { path: { account_id: `acc_${id}` } }],
    members: (id: string) => ['account.listMembers', { path: { account_id: `acc_${id}` } }],
    add: (id: string, user: string, role: string) => [
      'account.addMember',
      { path: { account_id: `acc_${id}` }, body: { user_id: `uid_${user}`, role } },
    ],
    change: (id: string, member: string, role: string) => [
      'account.updateMember',
      { path: { account_id: `acc_${id}`, member_id: `mbr_${member}` }, body: { role } },
    ],
    remove: (id: string, member: string) => [
      'account.removeMember',
      { path: { account_id: `acc_${id}`, member_id: `mbr_${member}` } },
    ],
    rename: (id: string) => ['account.updateAccount', { path: { account_id: `acc_${id}` }, body: { name: 'Renamed' } }],
    erase: (id: string) => ['account.deleteAccount', { path: { account_id: `acc_${id}` } }],
    list: () => ['account.listAccounts', {}],
  },
  app: {
    create: (name: string) => ['app.createOrganization', { body: { name, slug: name.toLowerCase() } }],
    read: (id: string) => ['app.getOrganization', { path: { orgId: id } }],
    members: (id: string) => ['app.listOrgMembers', { path: { orgId: id } }],
    add: (id: string, user: string, role: string) => [
      'app.addOrgMember',
      { path: { orgId: id }, body: { userId: user, role } },
    ],
    change: (id: string, member: string, role: string) => [
      'app.updateOrgMember',
      { path: { orgId: id, memberId: member }, body: { role } },
    ],
    remove: (id: string, member: string) => ['app.removeOrgMember', { path: { orgId: id, memberId: member } }],
    rename: (id: string) => ['app.updateOrganization', { path: { orgId: id }, body: { name: 'Renamed' } }],
    erase: (id: string) => ['app.deleteOrganization', { path: { orgId: id } }],
    list: () => ['app.listOrganizations', {}],
  },
}

/** An id without what the account surface puts before it. */
export const bare = (id: string) => id.replace(/^[a-z]+_/, '')
const isWorded = ({ surface, confinedTo }: Session) =>
  (surface === 'account' || surface === 'app') && confinedTo === undefined

/** One of these words, as the session's surface has it. */
const say = (model: Model, session: Session, word: Word, ...given: string[]): Call => {
  const [id, sent] = words[session.surface as 'account' | 'app'][word](...given)
  return { id, sent: { ...sent, ...as(model, session) } }
}

const speaking = (model: Model): Session[] => awake(model, now(model)).filter(isWorded)
const roleOf = (account: Account, { person }: Session): Role | undefined => account.members.get(person)?.role
const accountAt = ({ model }: Stage, label: unknown) => model.accounts.get(String(label))

const bothOf = (stage: Stage, step: { readonly [name: string]: unknown }) => {
  const session = sessionAt(stage, step as never)
  const account = accountAt(stage, step.account)
  return session && account && isWorded(session) && !account.vague ? { session, account } : undefined
}

const create: Kind = {
  weight: 5,
  surfaces: ['account', 'app'],
  choose: (model, { pick }) => {
    const session = pick(speaking(model).filter(({ person }) => person.verified))
    return session && model.accounts.size < 12 ? { session: session.label } : undefined
  },
  run: async (stage, step) => {
    const session = sessionAt(stage, step)
    if (!session || !isWorded(session) || !session.person.verified) return false
    const { model, owned } = stage
    const label = labelOf(step, 'a')
    const answer = await must(stage, say(model, session, 'create', `${label}-${model.lane}`), { as: session })
    const body = bodyOf<{ id?: string; data?: { id: string }; membership?: { id: string } }>(answer)
    const id = bare(body.data?.id ?? body.id!)
    owned.set(id, { lane: model.lane, kind: 'account', person: session.person.name })
    const members: Account['members'] = new Map([
      [session.person, { id: bare(body.membership?.id ?? ''), role: 'owner' }],
    ])
    model.accounts.set(label, {
      label,
      id,
      place: session.person.place,
      members,
      guests: new Set([session.person]),
      vague: false,
      live: true,
    })
    return true
  },
}

/** Looks at an account: members see it, and for everybody else it is not there. */
const see: Kind = {
  weight: 10,
  surfaces: ['account', 'app'],
  choose: (model, { pick }) => {
    const session = pick(speaking(model))
    const account = pick([...model.accounts.values()])
    const word = pick(['read', 'members', 'rename', 'erase', 'list'] as const)
    return session && account && { session: session.label, account: account.label, word: word! }
  },
  run: async (stage, step) => {
    const here = bothOf(stage, step)
    if (!here) return false
    const { session, account } = here
    const word = step.word as 'read' | 'members' | 'rename' | 'erase' | 'list'
    const call = say(stage.model, session, word, account.id)
    const role = roleOf(account, session)
    if (word === 'list') {
      const { text } = await must(stage, call, { as: session })
      if (account.live && role && !text.includes(account.id))
        throw found(`${call.id} leaves out the account ${account.label} of ${session.person.name}`)
    } else if (!account.live) await mustRefuse(stage, call, `the account ${account.label} is deleted`, { as: session })
    else if (!role)
      await mustRefuse(stage, call, `${session.person.name} is not in the account ${account.label}`, { as: session })
    else if (word === 'read' || word === 'members') await must(stage, call, { as: session })
    else if (role !== 'owner')
      await mustRefuse(stage, call, `${session.person.name} is no owner of ${account.label}`, { as: session })
    else if (word === 'erase' && !session.person.verified && account.members.size > 1)
      await mustRefuse(stage, call, `${session.person.name}, whose address nobody has proven, is not alone in it`, {
        as: session,
      })
    else if (word === 'erase') {
      await must(stage, call, { as: session })
      account.live = false
      account.members.clear()
      for (const [label, one] of stage.model.sessions)
        if (one.confinedTo === account.label) stage.model.sessions.delete(label)
      for (const secret of stage.model.secrets.values()) if (secret.about === account.label) secret.live = false
    } else await must(stage, call, { as: session })
    return true
  },
}

const add: Kind = {
  weight: 6,
  surfaces: ['account', 'app'],
  choose: (model, { pick }) => {
    const session = pick(speaking(model))
    const account = pick([...model.accounts.values()])
    const person = pick([...model.people.values()].filter(({ exists }) => exists))
    return (
      session &&
      account &&
      person && { session: session.label, account: account.label, person: person.name, role: pick(roles)! }
    )
  },
  run: async (stage, step) => {
    const here = bothOf(stage, step)
    const person = personOf(stage, step)
    if (!here || !person.exists || person.name.endsWith('.owner')) return false
    const { session, account } = here
    const role = step.role as Role
    const call = say(stage.model, session, 'add', account.id, person.id, role)
    if (
      !account.live ||
      roleOf(account, session) !== 'owner' ||
      !session.person.verified ||
      account.members.has(person) ||
      person.place !== account.place
    ) {
      await mustRefuse(stage, call, `${session.person.name} may not add ${person.name} to ${account.label}`, {
        as: session,
      })
      return true
    }
    account.guests.add(person)
    const answer = await must(stage, call, { as: session })
    const body = bodyOf<{ id?: string; data?: { id: string } }>(answer)
    account.members.set(person, { id: bare(body.data?.id ?? body.id!), role })
    return true
  },
}

const owners = ({ members }: Account): number => [...members.values()].filter(({ role }) => role === 'owner').length

/** Another role, or none: owners do that to others, everybody may leave, and one owner stays. */
const demote: Kind = {
  weight: 5,
  surfaces: ['account', 'app'],
  choose: (model, { pick, next }) => {
    const session = pick(speaking(model))
    const account = pick([...model.accounts.values()].filter(({ members }) => members.size > 0))
    const person = account && pick([...account.members.keys()])
    return (
      session &&
      person && {
        session: session.label,
        account: account.label,
        person: person.name,
        role: next() < 0.5 ? 'none' : pick(roles)!,
      }
    )
  },
  run: async (stage, step) => {
    const here = bothOf(stage, step)
    const person = personOf(stage, step)
    const member = here?.account.members.get(person)
    if (!here?.account.live || !member || member.id === '') return false
    const { session, account } = here
    const { model } = stage
    const isRemoved = step.role === 'none'
    const role = step.role as Role
    const call = isRemoved
      ? say(model, session, 'remove', account.id, member.id)
      : say(model, session, 'change', account.id, member.id, role)
    const isOwn = roleOf(account, session) === 'owner' && session.person.verified
    const mayDo = isOwn || (isRemoved && session.person === person)
    const isLast = member.role === 'owner' && owners(account) === 1 && step.role !== 'owner'
    if (!mayDo || isLast) {
      await mustRefuse(stage, call, `${session.person.name} may not make ${person.name} ${role} of ${account.label}`, {
        as: session,
      })
      return true
    }
    await must(stage, call, { as: session })
    if (!isRemoved) {
      member.role = role
      return true
    }
    account.members.delete(person)
    for (const [label, one] of model.sessions) {
      if (one.person === person && one.confinedTo === account.label) model.sessions.delete(label)
    }
    return true
  },
}

export const isOwner = (account: Account, person: Person): boolean => account.members.get(person)?.role === 'owner'

export const accountSteps = { create, see, add, demote } satisfies Record<string, Kind>
