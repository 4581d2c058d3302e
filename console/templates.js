// The words of mails: of an environment, or of the tenant for all of its applications.
import { call, get, path, post } from './api.js'
import { choose, nameOfEnvironment, perEnvironment } from './environment-choice.js'
import { given } from './forms.js'
import { list } from './lists.js'
import { mailEditor, mailsOf, nameOf, showPreview } from './mail-editor.js'
import { act, aside, code, confirmByName, el, reading, say, section, show, tag } from './ui.js'

/** The HTML in the answer is what will be sent: what may not be in a mail is gone. */
const saidAfter = (sent, { htmlBody }) =>
  sent.htmlBody === htmlBody ? 'The mail is saved.' : 'The mail is saved. Its HTML was cleaned: look at the preview.'

const ofTenant = '/api/platform/email-templates'
const ofApplication = (app) => path`/api/platform/applications/${app.id}/email-templates`

/** `all` is where the templates are; those of the tenant are neither made one by one nor deleted. `page` is where their pages are. */
const templatesOf = ({ all, page, environmentId }) => {
  const isOwn = environmentId !== undefined
  const one = ({ id }) => `${all}/${encodeURIComponent(id)}`
  const shown = el('div', {})
  const turn = async (template, isActive) => {
    await call('PATCH', one(template), { body: { isActive } })
    listed.again()
    say(isActive ? 'The mail goes out in these words.' : 'The mail goes out in the words before these.')
  }
  const remove = (template) =>
    confirmByName({
      title: `Delete ${nameOf(template)}`,
      text: 'The mail goes out in other words: those of the tenant where it has some, else the usual ones.',
      name: template.name,
      action: 'Delete the words',
      run: async () => {
        await call('DELETE', one(template))
        shown.replaceChildren()
        listed.again()
        say(`${nameOf(template)} is gone.`)
      },
    })
  const preview = (template) => showPreview(shown, nameOf(template), () => get(`${one(template)}/preview`))
  const listed = list({
    label: 'Mail templates',
    columns: ['Mail', 'Language', 'Subject', 'State', 'Actions'],
    load: () => get(all, { environmentId }),
    empty: 'Every mail goes out in the usual words.',
    search: 'Search mails',
    matches: ({ name, subject }, words) => `${name} ${subject}`.toLowerCase().includes(words),
    row: (template) => [
      el('a', { href: `${page}/${template.id}`, 'aria-label': `Change ${nameOf(template)}` }, code(template.name)),
      template.language ?? 'any',
      template.subject,
      template.isActive ? tag('on') : tag('off', 'off'),
      el(
        'div',
        { class: 'buttons' },
        act('Preview', () => preview(template), { of: nameOf(template) }),
        template.isActive
          ? act('Switch off', () => turn(template, false), { of: nameOf(template) })
          : act('Switch on', () => turn(template, true), { of: nameOf(template) }),
        isOwn && act('Delete', () => remove(template), { of: nameOf(template), danger: true }),
      ),
    ],
  })
  return { listed, shown }
}

const ofEnvironment = (app, environmentId) => {
  const all = ofApplication(app)
  const page = `#/applications/${app.id}/mails/${environmentId}`
  const { listed, shown } = templatesOf({ all, page, environmentId })
  const editor = mailEditor({
    all,
    environmentId,
    submit: 'Write the mail',
    save: async (values) => {
      const { data } = await post(all, { ...given(values), environmentId })
      shown.replaceChildren()
      listed.again()
      say(saidAfter(values, data))
      return data
    },
  })
  return [
    section('Mail templates', listed),
    shown,
    ...mailsOf({ all, environmentId }),
    section('A mail in words of your own', ...editor.asked),
    editor.shown,
  ]
}

const ofTenants = () => {
  const { listed, shown } = templatesOf({ all: ofTenant, page: '#/mails' })
  const begin = async () => {
    const { message } = await post(`${ofTenant}/initialize`)
    listed.again()
    say(message)
  }
  return [
    section(
      'Mail templates',
      aside('For all applications that have no words of their own.'),
      listed,
      el('p', {}, act('Begin with the usual words', begin)),
    ),
    shown,
  ]
}

/** One of them, to be changed. */
const templatePage = ({ all, environmentId = null, id, back }) =>
  reading(
    async () => {
      const { data } = await get(all, environmentId === null ? {} : { environmentId })
      return data.find((one) => one.id === id)
    },
    (template) => {
      if (!template) return [back, aside('There is no such mail template. Somebody may have deleted it.')]
      const editor = mailEditor({
        all,
        environmentId,
        template,
        submit: 'Save',
        save: async ({ language, textBody, ...values }) => {
          const body = {
            ...values,
            textBody: textBody || null,
            ...(environmentId !== null && { language: language || null }),
          }
          const { data } = await call('PATCH', `${all}/${encodeURIComponent(id)}`, { body })
          say(saidAfter(body, data))
          return data
        },
      })
      document.title = `${nameOf(template)} · Admin console`
      return [back, section(`Change ${nameOf(template)}`, ...editor.asked), editor.shown]
    },
  )

const backTo = (href, text) => el('p', {}, el('a', { href }, text))

export const templatesPage = ({ app, parts: [first, id] }) => {
  if (!app) {
    const back = backTo('#/mails', 'All mails of the tenant')
    return show('Mails', ...(first ? [templatePage({ all: ofTenant, id: first, back })] : ofTenants()))
  }
  if (!id) return perEnvironment(app, (environmentId) => ofEnvironment(app, environmentId))
  choose(app, first)
  const back = backTo(`#/applications/${app.id}/mails`, `All mails of ${nameOfEnvironment(app, first)}`)
  return templatePage({ all: ofApplication(app), environmentId: first, id, back })
}
