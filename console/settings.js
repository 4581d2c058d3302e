// The settings of an application, and its end.
import { call, path } from './api.js'
import { form } from './forms.js'
import { act, aside, confirmByName, el, facts, moment, say, section, tag } from './ui.js'

const rules = [
  ['requireEmailVerification', 'Nobody gets in before their address is proven'],
  ['disableSignUp', 'Nobody can sign up by themselves'],
  ['requireNumber', 'A password needs a digit'],
  ['requireLowercase', 'A password needs a lower-case letter'],
  ['requireUppercase', 'A password needs an upper-case letter'],
  ['requireSpecialChar', 'A password needs a special character'],
]

const usualLength = document.getElementById('admin').dataset.passwordLength

export const settingsPage = (app) => {
  const one = path`/api/platform/applications/${app.id}`
  const save = async (patch) => Object.assign(app, (await call('PATCH', one, { body: patch })).data)
  const orNull = (text) => (text === '' ? null : text)

  const about = form(
    [
      { name: 'name', label: 'Name', value: app.name, required: true, maxlength: 100, autocomplete: 'off' },
      { name: 'domain', label: 'Domain', value: app.domain ?? '', maxlength: 253, autocomplete: 'off' },
      { name: 'homeUrl', label: 'Home page', type: 'url', value: app.homeUrl ?? '', autocomplete: 'off' },
      {
        name: 'callbackUrls',
        label: 'Callback addresses',
        type: 'lines',
        value: app.callbackUrls ?? [],
        hint: 'Where people may be sent after signing in at a provider, one a line, to the letter.',
      },
    ],
    {
      submit: 'Save',
      onSubmit: async ({ name, domain, homeUrl, callbackUrls }) => {
        await save({
          name,
          domain: orNull(domain),
          homeUrl: orNull(homeUrl),
          callbackUrls: callbackUrls.length > 0 ? callbackUrls : null,
        })
        say('Saved.')
      },
    },
  )

  const set = app.authConfig ?? {}
  const signIn = form(
    [
      ...rules.map(([name, label]) => ({ name, label, type: 'check', value: set[name] === true })),
      {
        name: 'passwordMinLength',
        label: 'Characters of a password, at least',
        type: 'number',
        value: set.passwordMinLength ?? usualLength,
        min: 4,
        max: 128,
        required: true,
      },
      {
        name: 'clientRegistration',
        label: 'Programs that register themselves as clients',
        type: 'select',
        value: set.clientRegistration ?? '',
        options: [
          ['', 'as the service has it'],
          ['off', 'none'],
          ['token', 'those with a key of this application'],
          ['open', 'all'],
        ],
      },
      {
        name: 'requireSecondFactor',
        label: 'A second factor is required of',
        type: 'select',
        value: set.requireSecondFactor ?? 'off',
        options: [
          ['off', 'nobody'],
          ['administrators', 'who holds the role admin'],
          ['all', 'everybody, who has to prove their address first'],
        ],
        hint: 'Who has none sets one up at the next sign-in. Sessions that there are go on.',
      },
      {
        name: 'rememberDeviceDays',
        label: 'Days that a browser may be spared the second factor; 0: none',
        type: 'number',
        value: set.rememberDeviceDays ?? 0,
        min: 0,
        max: 90,
        required: true,
      },
      {
        name: 'clientMetadataDocuments',
        label: 'Clients that a document at their own address speaks for',
        type: 'select',
        value: { true: 'yes', false: 'no' }[set.clientMetadataDocuments] ?? '',
        options: [
          ['', 'as the service has it'],
          ['no', 'none'],
          ['yes', 'all'],
        ],
      },
    ],
    {
      submit: 'Save the rules',
      onSubmit: async ({
        passwordMinLength,
        clientRegistration,
        requireSecondFactor,
        rememberDeviceDays,
        clientMetadataDocuments,
        ...checks
      }) => {
        // What was never chosen stays unsaid, so that a better default reaches it.
        const chosen = Object.entries(checks).filter(([name, on]) => on || set[name] !== undefined)
        const isLengthChosen = passwordMinLength !== usualLength || set.passwordMinLength !== undefined
        await save({
          authConfig: {
            ...Object.fromEntries(chosen),
            ...(isLengthChosen && { passwordMinLength: Number(passwordMinLength) }),
            clientRegistration: orNull(clientRegistration),
            ...(Number(rememberDeviceDays) !== (set.rememberDeviceDays ?? 0) && {
              rememberDeviceDays: Number(rememberDeviceDays),
            }),
            ...(requireSecondFactor !== (set.requireSecondFactor ?? 'off') && { requireSecondFactor }),
            clientMetadataDocuments: clientMetadataDocuments === '' ? null : clientMetadataDocuments === 'yes',
          },
        })
        Object.assign(set, app.authConfig)
        say('The rules count from now on.')
      },
    },
  )

  const reload = () => dispatchEvent(new HashChangeEvent('hashchange'))
  const switchOff = () =>
    confirmByName({
      title: `Switch ${app.name} off`,
      text: 'Nobody can sign in to any of its environments, and its keys open nothing, until it is switched on again.',
      name: app.name,
      action: 'Switch off',
      run: async () => {
        await save({ isActive: false })
        reload()
        say(`${app.name} is off.`)
      },
    })
  const switchOn = async () => {
    await save({ isActive: true })
    reload()
    say(`${app.name} is on.`)
  }
  const remove = () =>
    confirmByName({
      title: `Delete ${app.name}`,
      text: 'With its environments, users, organizations, clients and keys. There is no way back.',
      name: app.name,
      action: 'Delete the application',
      run: async () => {
        await call('DELETE', one)
        location.hash = '#/applications'
        setTimeout(() => say(`${app.name} is gone.`))
      },
    })

  return [
    section(
      'About it',
      facts([
        ['Slug', el('code', {}, app.slug)],
        ['Id', el('code', {}, app.id)],
        ['Made', moment(app.createdAt)],
      ]),
      about,
    ),
    section('Rules of signing in', aside('They count in all environments of the application.'), signIn),
    section(
      'On, off and gone',
      el('p', {}, 'It is ', app.isActive ? tag('on') : tag('off', 'off')),
      el(
        'div',
        { class: 'buttons' },
        app.isActive
          ? act('Switch off', switchOff, { of: app.name, danger: true })
          : act('Switch on', switchOn, { of: app.name }),
        act('Delete', remove, { of: app.name, danger: true }),
      ),
    ),
  ]
}
