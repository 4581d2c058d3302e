// What is the administrator's own: the second factor.
import { get, post } from './api.js'
import { form } from './forms.js'
import { act, aside, askFor, confirmByName, copied, el, facts, reading, say, section, show, showOnce } from './ui.js'

const codeField = {
  name: 'code',
  label: 'Code of the authenticator app',
  autocomplete: 'one-time-code',
  maxlength: 20,
  required: true,
}

export const accountPage = (me, readMe) => {
  const name = [me.firstName, me.lastName].filter(Boolean).join(' ')
  const about = section(
    'About me',
    facts([
      ['Email', me.email],
      ['Name', name || 'none'],
      ['Tenant', me.tenant.name],
      ['Role', me.roles.join(', ')],
    ]),
  )
  const again = async () => {
    const now = await readMe()
    if (about.isConnected) accountPage(now, readMe)
  }
  show('My account', about, section('Second factor', ...(me.mfaEnabled ? factor(me, again) : setUp(again))))
}

const showCodes = ({ backup_codes }) =>
  showOnce('Backup codes', 'Each works once in place of a code, for when the app is lost. They are shown once.', [
    ['Codes', backup_codes.join('\n')],
  ])

const setUp = (again) => {
  const place = el('div', {})
  const begin = async () => {
    const { data } = await post('/api/platform/auth/mfa/enable')
    place.replaceChildren(
      el('p', {}, 'Take this picture with an authenticator app, or type the secret, and then the code it shows.'),
      el('img', { class: 'qr', src: data.qr_data, alt: 'The secret as a picture for authenticator apps' }),
      facts([['Secret', copied('secret', data.secret)]]),
      form([codeField], {
        submit: 'Switch it on',
        onSubmit: async (values) => {
          const made = await post('/api/platform/auth/mfa/verify', values)
          await showCodes(made.data)
          await again()
          say('From now on a code is asked at each sign-in.')
        },
      }),
    )
    place.querySelector('input').focus()
  }
  place.append(
    aside('You have none. Whoever learns your password gets in: set one up.'),
    el('p', {}, act('Set up an authenticator app', begin, { strong: true })),
  )
  return [place]
}

const factor = (me, again) => {
  const left = el('div', {})
  const count = () =>
    left.replaceChildren(
      reading(
        async () => (await get('/api/platform/auth/mfa/remaining')).data,
        ({ remaining }) => facts([['Backup codes left', String(remaining)]]),
      ),
    )
  count()
  const renew = () =>
    confirmByName({
      title: 'New backup codes',
      text: 'Those you have work no more.',
      name: me.email,
      action: 'Make new codes',
      run: async () => {
        const made = await post('/api/platform/auth/mfa/backup-codes')
        void showCodes(made.data)
        count()
        say('The backup codes before work no more.')
      },
    })
  const off = () =>
    askFor({
      title: 'Switch the second factor off',
      text: 'From then on the password alone lets you in.',
      fields: [{ ...codeField, label: 'Code of the authenticator app, or a backup code' }],
      action: 'Switch it off',
      run: async (values) => {
        await post('/api/platform/auth/mfa/disable', values)
        await again()
        say('The second factor is off.')
      },
    })
  return [
    el('p', {}, 'A code of your authenticator app is asked at each sign-in.'),
    left,
    el(
      'div',
      { class: 'buttons' },
      act('Make new backup codes', renew, { danger: true }),
      act('Switch it off', off, { danger: true }),
    ),
  ]
}
