// One operation, tried: its inputs, the request they make, and what came back.
import { backendOf } from './docs-backend.js'
import { clientOf, curlOf, fetchOf } from './docs-code.js'
import { examplesOf, wordsOf } from './docs-contract.js'
import { credentials, headersFor, keep } from './docs-credentials.js'
import { code, el, prose } from './docs-dom.js'

const isForm = (type) => type === 'application/x-www-form-urlencoded'

/** A browser sends these by itself, and lets no page say them. */
const browsersOwn = new Set(['origin', 'cookie', 'referer'])

const inputOf = (contract, parameter) => {
  const id = `${parameter.in}-${parameter.name}`
  const { schema = {} } = parameter
  const value = parameter.required ? (parameter.example ?? '') : ''
  const field = schema.enum
    ? el(
        'select',
        { id, name: id },
        ...(parameter.required ? [] : [el('option', { value: '' }, '')]),
        ...schema.enum.map((one) => el('option', { value: one }, one)),
      )
    : el('input', {
        id,
        name: id,
        value,
        required: parameter.required,
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: parameter.example ?? '',
      })
  const about = el(
    'small',
    { id: `${id}-about` },
    `${parameter.in}, ${wordsOf(contract, schema)}. `,
    prose(parameter.description),
  )
  field.setAttribute('aria-describedby', `${id}-about`)
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, el('code', {}, parameter.name), parameter.required && ' (required)'),
    field,
    about,
  )
}

const bodyInput = (contract, body) => {
  if (!body) return { element: undefined, read: () => undefined }
  const types = Object.keys(body.content)
  const text = el('textarea', { id: 'body', name: 'body', rows: '8', spellcheck: 'false' })
  const type = el('select', { id: 'body-type' }, ...types.map((one) => el('option', { value: one }, one)))
  const example = el('select', { id: 'body-example' })
  const show = (name) => {
    const [, value] = examplesOf(contract, body.content[type.value]).find(([one]) => one === name) ?? []
    text.value = value === undefined ? '' : JSON.stringify(value, null, 2)
  }
  const offer = () => {
    const names = examplesOf(contract, body.content[type.value]).map(([name]) => name)
    example.replaceChildren(...names.map((name) => el('option', { value: name }, name)))
    show(names[0])
  }
  type.addEventListener('change', offer)
  example.addEventListener('change', () => show(example.value))
  offer()
  const element = el(
    'div',
    { class: 'field' },
    el('label', { for: 'body' }, 'Body', body.required && ' (required)'),
    el(
      'div',
      { class: 'row' },
      types.length > 1 && el('label', { for: 'body-type' }, 'as ', type),
      example.options.length > 1 && el('label', { for: 'body-example' }, 'Example ', example),
    ),
    text,
    isForm(types[0]) && el('small', {}, 'Written as JSON here, sent as a form.'),
  )
  return {
    element,
    read: () => (text.value.trim() === '' ? undefined : { type: type.value, value: parse(text.value) }),
  }
}

const parse = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('The body is not JSON.')
  }
}

const credentialInputs = (contract, operation, change) => {
  const alternatives = operation.security.filter((one) => Object.keys(one).length > 0)
  if (alternatives.length === 0) return { element: el('p', {}, 'No credential is needed.'), read: () => ({}) }
  const namesOf = (one) => Object.keys(one).join(' and ')
  const isOptional = alternatives.length < operation.security.length
  const choices = [...alternatives.map(namesOf), ...(isOptional ? ['none'] : [])]
  const choice = el('select', { id: 'credential' }, ...choices.map((one, at) => el('option', { value: at }, one)))
  const values = el('div', { class: 'stack' })
  const show = () => {
    const names = Object.keys(alternatives[choice.value] ?? {})
    values.replaceChildren(
      ...names.map((name) => {
        const { in: place, description } = contract.components?.securitySchemes?.[name] ?? {}
        if (place === 'cookie')
          return el('p', {}, el('code', {}, name), ': a cookie of this browser. Sign in here, and it has one.')
        const id = `credential-${name}`
        const input = el('input', { id, value: credentials[name] ?? '', autocomplete: 'off', spellcheck: 'false' })
        input.addEventListener('input', () => (keep(name, input.value), change()))
        return el(
          'div',
          { class: 'field' },
          el('label', { for: id }, el('code', {}, name)),
          input,
          el('small', {}, prose(description)),
        )
      }),
    )
  }
  choice.addEventListener('change', () => (show(), change()))
  show()
  const label = el('label', { for: 'credential' }, 'Credential ', choice)
  return {
    element: el('div', { class: 'stack' }, label, values),
    read: () => headersFor(contract, alternatives[choice.value]),
    show,
  }
}

/** What the inputs say, as a request. Throws where the body is no JSON. */
const requestOf = (operation, form, body, headers) => {
  const fields = operation.parameters.map((one) => ({
    ...one,
    value: form.elements[`${one.in}-${one.name}`]?.value ?? '',
  }))
  const given = (place) => fields.filter((one) => one.in === place && one.value !== '')
  const path = fields
    .filter((one) => one.in === 'path')
    .reduce((address, { name, value }) => address.replace(`{${name}}`, encodeURIComponent(value)), operation.path)
  const query = new URLSearchParams(given('query').map(({ name, value }) => [name, value])).toString()
  const sent = body.read()
  const all = {
    ...headers,
    ...Object.fromEntries(given('header').map(({ name, value }) => [name, value])),
    ...(sent && { 'Content-Type': sent.type }),
  }
  const input = {
    ...Object.fromEntries([...given('path'), ...given('query')].map(({ name, value }) => [name, value])),
    ...sent?.value,
  }
  return {
    id: operation.id,
    method: operation.method,
    origin: location.origin,
    ids: given('path').map(({ value }) => value),
    query: Object.fromEntries(given('query').map(({ name, value }) => [name, value])),
    sent: sent?.value,
    url: `${location.origin}${path}${query ? `?${query}` : ''}`,
    headers: all,
    input,
    ...(sent && { body: isForm(sent.type) ? new URLSearchParams(sent.value).toString() : JSON.stringify(sent.value) }),
  }
}

const shownBody = async (answer) => {
  const text = await answer.text()
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text === '' ? '(no body)' : text.slice(0, 20_000)
  }
}

const send = async ({ method, url, headers, body }, into) => {
  const started = performance.now()
  into.replaceChildren(el('p', { role: 'status' }, 'Asking…'))
  try {
    const answer = await fetch(url, { method: method.toUpperCase(), headers, body, redirect: 'manual' })
    if (answer.type === 'opaqueredirect') {
      into.replaceChildren(
        el(
          'p',
          { role: 'status' },
          'The answer leads elsewhere. ',
          el('a', { href: url, target: '_blank', rel: 'noopener' }, 'Follow it'),
        ),
      )
      return
    }
    const shown = await shownBody(answer)
    const ms = Math.round(performance.now() - started)
    const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    into.replaceChildren(
      el(
        'p',
        { role: 'status', class: answer.ok ? 'good' : 'bad' },
        el('b', {}, String(answer.status)),
        ` in ${ms} ms`,
      ),
      code('Answer', shown),
      el('details', {}, el('summary', {}, 'Headers'), code('Headers of the answer', lines)),
    )
  } catch {
    into.replaceChildren(el('p', { role: 'alert' }, 'The server did not answer. Is it still running?'))
  }
}

export const tryIt = (contract, operation) => {
  const body = bodyInput(contract, operation.body)
  const samples = el('div', { class: 'samples' })
  const answer = el('div', { class: 'answer' })
  const form = el('form', { class: 'try stack', novalidate: true })
  const update = () => {
    try {
      const request = requestOf(operation, form, body, credential.read())
      const client = clientOf(request) ?? backendOf(request)
      samples.replaceChildren(
        ...[['curl', curlOf(request)], ['fetch', fetchOf(request)], ...(client ? [['client', client]] : [])].map(
          ([name, text]) => code(name, text),
        ),
      )
    } catch ({ message }) {
      samples.replaceChildren(el('p', { role: 'alert' }, message))
    }
  }
  const credential = credentialInputs(contract, operation, update)
  const inputs = operation.parameters.filter(
    ({ in: place, name }) => place !== 'cookie' && !browsersOwn.has(name.toLowerCase()),
  )
  form.append(
    el('h3', {}, 'Try it'),
    credential.element,
    ...inputs.map((one) => inputOf(contract, one)),
    ...(body.element ? [body.element] : []),
    el('p', { class: 'row' }, el('button', { class: 'button button-strong' }, 'Send')),
    answer,
  )
  form.addEventListener('input', update)
  form.addEventListener('change', update)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    try {
      void send(requestOf(operation, form, body, credential.read()), answer)
    } catch ({ message }) {
      answer.replaceChildren(el('p', { role: 'alert' }, message))
    }
  })
  update()
  return {
    elements: [form, el('section', { 'aria-label': 'In code' }, el('h3', {}, 'In code'), samples)],
    refresh: () => (credential.show?.(), update()),
  }
}
