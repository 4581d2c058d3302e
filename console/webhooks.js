// Webhooks of the tenant or of one application: where what happens is sent to, and what has become of it.
import { call, get, path, post } from './api.js'
import { nameOfEnvironment } from './environment-choice.js'
import { form, given } from './forms.js'
import { list } from './lists.js'
import { act, aside, askFor, code, confirmByName, el, moment, say, section, show, showOnce, tag } from './ui.js'

const fieldsOf = (webhook = {}) => [
  {
    name: 'url',
    label: 'Address',
    type: 'url',
    value: webhook.url,
    required: true,
    maxlength: 2048,
    autocomplete: 'off',
  },
  {
    name: 'events',
    label: 'Events',
    type: 'lines',
    value: webhook.events ?? ['*'],
    required: true,
    hint: 'One a line: an action of the audit such as user.created, user.* for all about users, or * for all.',
  },
]

/** A secret that was just made stands whole in the answer, this once. */
const showSecret = ({ url, secret }) =>
  showOnce(
    'The secret of the webhook',
    'This is shown once. The receiver needs it to know that messages are genuine.',
    [
      ['Address', url],
      ['Secret', secret],
    ],
  )

export const webhooksPage = ({ app } = {}) => {
  const all = app ? path`/api/platform/applications/${app.id}/webhooks` : '/api/platform/webhooks'
  const of = ({ id }) => path`/api/platform/webhooks/${id}`
  const log = el('div', {})
  const change = (webhook) =>
    askFor({
      title: 'Change a webhook',
      fields: fieldsOf(webhook),
      action: 'Save',
      run: async (body) => {
        await call('PATCH', of(webhook), { body })
        listed.again()
        say('The webhook is changed.')
      },
    })
  const turn = async (webhook, isActive) => {
    await call('PATCH', of(webhook), { body: { isActive } })
    listed.again()
    say(`The webhook is ${isActive ? 'on' : 'off'}.`)
  }
  const switchOff = (webhook) =>
    confirmByName({
      title: 'Switch a webhook off',
      text: 'It is told nothing, and what it had still to send is not sent.',
      name: webhook.url,
      action: 'Switch off',
      run: () => turn(webhook, false),
    })
  const remove = (webhook) =>
    confirmByName({
      title: 'Delete a webhook',
      text: 'With its log. What it had still to send is not sent.',
      name: webhook.url,
      action: 'Delete the webhook',
      run: async () => {
        await call('DELETE', of(webhook))
        log.replaceChildren()
        listed.again()
        say('The webhook is gone.')
      },
    })
  const renew = (webhook) =>
    confirmByName({
      title: 'A new secret',
      text: 'Messages are signed with both for as long as you say, so that the receiver can change over.',
      fields: [
        {
          name: 'overlapSeconds',
          label: 'The one before works for another',
          type: 'select',
          value: '86400',
          options: [
            ['0', 'moment: it ends now'],
            ['3600', 'hour'],
            ['86400', 'day'],
            ['604800', 'week'],
          ],
        },
      ],
      name: webhook.url,
      action: 'Make a new secret',
      run: async ({ overlapSeconds }) => {
        const made = await post(`${of(webhook)}/secret`, { overlapSeconds: Number(overlapSeconds) })
        void showSecret(made.data)
        listed.again()
      },
    })
  const open = (webhook) => {
    log.replaceChildren(deliveriesOf(webhook, of(webhook)))
    log.querySelector('h2').focus()
  }
  const test = async (webhook) => {
    await post(`${of(webhook)}/test`)
    open(webhook)
    say('A test is on its way.')
  }
  const scopeOf = ({ environmentId }) =>
    environmentId ? nameOfEnvironment(app, environmentId) : app ? 'all environments' : 'the tenant'
  const listed = list({
    label: 'Webhooks',
    columns: ['Address', 'Events', 'Of', 'State', 'Last sent', 'Actions'],
    load: () => get(all),
    empty: 'There is no webhook.',
    search: 'Search webhooks',
    matches: ({ url, events }, words) => `${url} ${events.join(' ')}`.toLowerCase().includes(words),
    row: (webhook) => [
      code(webhook.url),
      el(
        'div',
        {},
        webhook.events.map((event) => el('p', {}, code(event))),
      ),
      scopeOf(webhook),
      webhook.isActive ? tag('on') : tag('off', 'off'),
      moment(webhook.lastTriggeredAt),
      el(
        'div',
        { class: 'buttons' },
        act('Log', () => open(webhook), { of: webhook.url }),
        act('Test', () => test(webhook), { of: webhook.url }),
        act('Change', () => change(webhook), { of: webhook.url }),
        act('New secret', () => renew(webhook), { of: webhook.url, danger: true }),
        webhook.isActive
          ? act('Switch off', () => switchOff(webhook), { of: webhook.url, danger: true })
          : act('Switch on', () => turn(webhook, true), { of: webhook.url }),
        act('Delete', () => remove(webhook), { of: webhook.url, danger: true }),
      ),
    ],
  })
  const places = app && {
    name: 'environmentId',
    label: 'Environment',
    type: 'select',
    value: '',
    options: [['', 'all, and the application itself'], ...app.environments.map(({ id, name }) => [id, name])],
  }
  const asked = form([...fieldsOf(), ...(places ? [places] : [])], {
    submit: 'Make the webhook',
    onSubmit: async (values, typed) => {
      const { data } = await post(all, given(values))
      typed.reset()
      listed.again()
      await showSecret(data)
    },
  })
  const page = [
    section('Webhooks', aside('What the audit writes down is sent there as it happens, signed.'), listed),
    log,
    section('A new webhook', asked),
  ]
  if (app) return page
  show('Webhooks', ...page)
}

const words = { pending: 'still to be sent', delivered: 'delivered', dead: 'nobody took it' }

const deliveriesOf = (webhook, one) => {
  const state = el(
    'select',
    { 'aria-label': 'Which deliveries' },
    el('option', { value: '' }, 'all'),
    Object.entries(words).map(([value, text]) => el('option', { value }, text)),
  )
  const replay = async ({ id }) => {
    await post(`${one}${path`/deliveries/${id}/replay`}`)
    listed.again()
    say('It is on its way again.')
  }
  const listed = list({
    label: 'Deliveries',
    columns: ['When', 'Event', 'State', 'Answer', 'Actions'],
    load: ({ search: _, ...asked }) =>
      get(`${one}/deliveries`, { ...asked, page: asked.page ?? 1, state: state.value }),
    empty: 'Nothing of that kind was sent.',
    row: (delivery) => [
      moment(delivery.createdAt),
      el(
        'div',
        {},
        code(delivery.type),
        el(
          'details',
          {},
          el('summary', { 'aria-label': `Message ${delivery.id}` }, 'Message'),
          code(JSON.stringify(delivery.message)),
        ),
      ),
      el(
        'div',
        {},
        tag(words[delivery.state], delivery.state === 'dead' && 'off'),
        delivery.state === 'pending' &&
          delivery.nextAttemptAt &&
          el('p', { class: 'soft' }, 'next try ', moment(delivery.nextAttemptAt)),
      ),
      [delivery.lastStatus, delivery.lastProblem, `${delivery.attempts} tries`]
        .filter((part) => part !== null)
        .join(', '),
      act('Send again', () => replay(delivery), { of: `${delivery.type}, ${delivery.id}` }),
    ],
  })
  state.addEventListener('change', () => listed.restart())
  const made = section(
    `Log of ${webhook.url}`,
    el(
      'div',
      { class: 'form bar choice' },
      el('div', { class: 'field' }, state),
      act('Read again', async () => listed.again()),
    ),
    listed,
  )
  made.querySelector('h2').tabIndex = -1
  return made
}
