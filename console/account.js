// What is the administrator's own: the second factor, and passkeys as one.
import { call, get, path, post } from './api.js'
import { form } from './forms.js'
import { table } from './lists.js'
import { hasPasskeys, make } from './passkeys.js'
import {
  act,
  aside,
  askFor,
  confirmByName,
  copied,
  el,
  facts,
  moment,
  reading,
  say,
  section,
  show,
  showOnce,
} from './ui.js'

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
  show(
    'My account',
    about,
    section('Second factor', ...(me.mfaEnabled ? factor(me, again) : setUp(again))),
    section('Passkeys', passkeys(me)),
  )
}

/** Asked for at each sign-in, as the app is. */
const passkeys = (me) => {
  const place = el('div', {})
  const add = async ({ name }) => {
    const { data } = await post('/api/platform/auth/passkeys/options')
    await post('/api/platform/auth/passkeys', { name, credential: await make(data) })
  }
  const renew = async () => {
    const made = await post('/api/platform/auth/mfa/backup-codes')
    await showCodes(made.data)
    say('The backup codes before work no more.')
  }
  const remove = (one) =>
    confirmByName({
      title: 'Remove the passkey',
      text: 'It is asked for no more. Backup codes go with the last second factor.',
      name: one.name,
      action: 'Remove it',
      run: async () => {
        await call('DELETE', path`/api/platform/auth/passkeys/${one.id}`)
        draw()
        say(`${one.name} is removed.`)
      },
    })
  const rename = (one) =>
    askFor({
      title: 'Name the passkey',
      fields: [{ name: 'name', label: 'Name', value: one.name, maxlength: 100, required: true }],
      action: 'Save',
      run: async (values) => {
        await call('PATCH', path`/api/platform/auth/passkeys/${one.id}`, { body: values })
        draw()
      },
    })
  const row = (one) => [
    one.name,
    moment(one.lastUsedAt),
    el(
      'div',
      { class: 'buttons' },
      act('Rename', () => rename(one), { of: one.name }),
      act('Remove', () => remove(one), { of: one.name, danger: true }),
    ),
  ]
  const made = ({ data }) =>
    el(
      'div',
      {},
      data.length === 0
        ? aside('You have none. A passkey is a second factor that nobody can copy down.')
        : table({ label: 'Passkeys', columns: ['Name', 'Used last', 'Actions'], rows: data.map(row) }),
      hasPasskeys() &&
        form([{ name: 'name', label: 'Name of a new one', value: 'Passkey', maxlength: 100, required: true }], {
          submit: 'Add a passkey',
          inline: true,
          onSubmit: async (values) => {
            await add(values)
            draw()
            say('From now on it is asked for at each sign-in. Keep backup codes for when it is lost.')
          },
        }),
      data.length > 0 && !me.mfaEnabled && el('p', {}, act('Make backup codes', renew)),
    )
  const draw = () => place.replaceChildren(reading(() => get('/api/platform/auth/passkeys'), made))
  draw()
  return place
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
