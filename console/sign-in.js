// Signing in: address and password, then the second factor where there is one.
import { askedOfPasskey, showFactor, signIn } from './api.js'
import { form } from './forms.js'
import { hasPasskeys, sign } from './passkeys.js'
import { act, aside, code, el, say, show } from './ui.js'

export const signInPage = ({ sandbox, text, entered }) => {
  const asked = form(
    [
      { name: 'email', label: 'Email', type: 'email', autocomplete: 'username', required: true },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true },
    ],
    {
      submit: 'Sign in',
      onSubmit: async ({ email, password }) => {
        const { user, ticket, factors } = await signIn(email, password)
        say('')
        if (user) entered(user)
        else factorPage(ticket, factors, entered)
      },
    },
  )
  show(
    'Sign in',
    el('div', { class: 'panel narrow' }, aside('For administrators of a tenant.'), asked, sandboxHint(sandbox)),
  )
  say(text ?? '')
}

const sandboxHint = (sandbox) => {
  if (!sandbox) return undefined
  const [, email, password] = /^(\S+) (.*)$/.exec(sandbox)
  return el('p', { class: 'aside' }, 'This is a sandbox: ', code(email), ' with the password ', code(password))
}

const factorPage = (ticket, factors, entered) => {
  const isTyped = factors.some((kind) => kind !== 'passkey')
  const asked = form(
    [
      {
        name: 'code',
        label: 'Code of your authenticator app, or a backup code',
        autocomplete: 'one-time-code',
        maxlength: 20,
        required: true,
      },
    ],
    { submit: 'Go on', onSubmit: async (answer) => entered(await showFactor(ticket, answer)) },
  )
  const passkey = act(
    'Use your passkey',
    async () => entered(await showFactor(ticket, { credential: await sign(await askedOfPasskey(ticket)) })),
    { strong: !isTyped },
  )
  const back = el('p', {}, el('a', { href: '' }, 'Sign in from the beginning'))
  back.firstChild.addEventListener('click', (event) => {
    event.preventDefault()
    dispatchEvent(new HashChangeEvent('hashchange'))
  })
  show(
    'Second factor',
    el(
      'div',
      { class: 'panel narrow' },
      aside('One more step: show that you have your second factor.'),
      isTyped && asked,
      factors.includes('passkey') && hasPasskeys() && el('p', {}, passkey),
      back,
    ),
  )
}
