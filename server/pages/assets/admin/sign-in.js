// Signing in: address and password, then the second factor where there is one.
import { showCode, signIn } from './api.js'
import { form } from './forms.js'
import { aside, code, el, say, show } from './ui.js'

export const signInPage = ({ sandbox, text, entered }) => {
  const asked = form(
    [
      { name: 'email', label: 'Email', type: 'email', autocomplete: 'username', required: true },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', required: true },
    ],
    {
      submit: 'Sign in',
      onSubmit: async ({ email, password }) => {
        const { user, ticket } = await signIn(email, password)
        say('')
        if (user) entered(user)
        else codePage(ticket, entered)
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

const codePage = (ticket, entered) => {
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
    { submit: 'Go on', onSubmit: async ({ code }) => entered(await showCode(ticket, code)) },
  )
  const back = el('p', {}, el('a', { href: '' }, 'Sign in from the beginning'))
  back.firstChild.addEventListener('click', (event) => {
    event.preventDefault()
    dispatchEvent(new HashChangeEvent('hashchange'))
  })
  show(
    'Second factor',
    el('div', { class: 'panel narrow' }, aside('One more step: show that you have your second factor.'), asked, back),
  )
}
