// Steps about invitations: who may ask somebody to come, and a link that brings one person in, once.
import { linksOf, now } from './model.ts'
import { as, begin } from './sessions.ts'
import { ask, bodyOf, found, must, mustRefuse } from './stage.ts'
import { bare, isOwner } from './steps-accounts.ts'
import { newMailTo, takeOver } from './steps-links.ts'
import { arrive } from './steps-sessions.ts'
import { type Kind, awake, labelOf, personOf, secretAt, sessionAt } from './steps.ts'

const invite: Kind = {
  weight: 6,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const session = pick(
      awake(model, now(model), 'account').filter(({ confinedTo, person }) => !confinedTo && person.verified),
    )
    const account = pick([...model.accounts.values()].filter(({ place, vague }) => place === 'sandbox' && !vague))
    const person = pick([...model.people.values()].filter(({ place }) => place === 'sandbox'))
    return (
      session &&
      account &&
      person && {
        session: session.label,
        account: account.label,
        person: person.name,
        role: pick(['owner', 'member', 'viewer'])!,
      }
    )
  },
  run: async (stage, step) => {
    const { model } = stage
    const session = sessionAt(stage, step)
    const account = model.accounts.get(String(step.account))
    const person = personOf(stage, step)
    if (!session || session.confinedTo || !account || account.vague) return false
    const body = { email: person.email, role: step.role }
    const call = {
      id: 'account.inviteMember',
      sent: { ...as(model, session), path: { account_id: `acc_${account.id}` }, body },
    }
    if (!account.live || !isOwner(account, session.person)) {
      if (account.live && account.members.get(session.person)?.role === 'member') return false
      await mustRefuse(stage, call, `${session.person.name} may not invite to ${account.label}`, { as: session })
      return true
    }
    account.guests.add(person)
    const made = await must(stage, call, { as: session })
    const token = await newMailTo(stage, person, 'invitation')
    for (const link of linksOf(model, person))
      if (link.purpose === 'invitation' && link.about === account.label) link.live = false
    if (token === undefined) return true
    const label = labelOf(step, 'invitation')
    model.secrets.set(label, {
      label,
      kind: 'link',
      purpose: 'invitation',
      about: account.label,
      person,
      by: session.person,
      place: 'sandbox',
      call: { id: 'account.acceptInvitation', sent: { body: { token } } },
      until: now(model) + 7 * 24 * 3_600_000,
      live: true,
      row: bodyOf<{ id: string }>(made).id,
    })
    return true
  },
}

const withdraw: Kind = {
  weight: 2,
  surfaces: ['account'],
  choose: (model, { pick }) => {
    const link = pick([...model.secrets.values()].filter((one) => one.purpose === 'invitation' && one.live))
    const session = link && pick(awake(model, now(model), 'account').filter(({ confinedTo }) => !confinedTo))
    return session && { session: session.label, secret: link.label }
  },
  run: async (stage, step) => {
    const { model } = stage
    const link = secretAt(stage, step)
    const session = sessionAt(stage, step)
    const account = link && model.accounts.get(link.about)
    if (!link?.live || !session || session.confinedTo || !account?.live || account.vague) return false
    const path = { account_id: `acc_${account.id}`, invitation_id: link.row! }
    const call = { id: 'account.revokeInvitation', sent: { ...as(model, session), path } }
    const role = account.members.get(session.person)?.role
    if (role === undefined || role === 'viewer') {
      await mustRefuse(stage, call, `${session.person.name} may not take back an invitation to ${account.label}`, {
        as: session,
      })
      return true
    }
    const answer = await ask(stage, call, { as: session })
    if (answer.status < 400) link.live = false
    else if (role === 'owner' && session.person.verified) throw found(`${call.id} refuses an owner: ${answer.text}`)
    return true
  },
}

const accept: Kind = {
  weight: 6,
  surfaces: ['account'],
  choose: (model, { pick, next }) => {
    const links = [...model.secrets.values()].filter(({ purpose }) => purpose === 'invitation')
    const link = next() < 0.85 ? pick(links.filter(({ live }) => live)) : pick(links)
    return link && { secret: link.label, twice: next() < 0.3 }
  },
  run: async (stage, step) => {
    const { model } = stage
    const link = secretAt(stage, step)
    const account = link && model.accounts.get(link.about)
    if (!link?.person || !account) return false
    const { person, call } = link
    if (!link.live || !account.live) {
      await mustRefuse(stage, call, `the invitation ${link.label} was used, taken back, or leads to no account`)
      return true
    }
    const times = step.twice && !person.factor ? 2 : 1
    const mayWrite = person.factor ? { mayWrite: ['oneTimeTokens'] } : {}
    const answers = await Promise.all(Array.from({ length: times }, () => ask(stage, call, mayWrite)))
    const done = answers.filter(({ status }) => status < 400)
    if (done.length > 1) throw found(`${call.id} took the invitation ${link.label} twice at once`)
    if (!done[0]) {
      const isOwed = link.by && isOwner(account, link.by) && !person.factor && !account.members.has(person)
      if (isOwed)
        throw found(
          `${call.id} refuses the invitation ${link.label}, which nobody has used: ${answers[0]!.text.slice(0, 160)}`,
        )
      // Used up by its first step, or of no use to somebody who is in.
      model.secrets.delete(link.label)
      return true
    }
    const body = bodyOf<{
      profile: { id: string; memberships: { id: string; account_id: string; role: 'owner' | 'member' | 'viewer' }[] }
    }>(done[0])
    const wasThere = person.exists
    if (!wasThere) arrive(stage, person, { id: body.profile.id, verified: true })
    else if (!person.verified) takeOver(model, person, link)
    link.live = false
    const membership = body.profile.memberships.find(({ account_id }) => account_id === `acc_${account.id}`)
    if (!membership) throw found(`${call.id} makes nobody a member of ${account.label}`)
    account.members.set(person, { id: bare(membership.id), role: membership.role })
    begin(
      stage,
      labelOf(step, 's'),
      { person, surface: 'account', confinedTo: wasThere ? account.label : undefined },
      done[0],
    )
    return true
  },
}

export const invitationSteps = { invite, withdraw, accept } satisfies Record<string, Kind>
