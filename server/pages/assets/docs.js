// The reference: a sidebar by surface, a search, and one operation at a time, named by the address's fragment.
import { examplesOf, fieldsOf, operationsOf, resolve } from './docs-contract.js'
import { fillIn } from './docs-credentials.js'
import { code, el, prose } from './docs-dom.js'
import { tryIt } from './docs-try.js'

const place = document.querySelector('#reference')
const sidebar = document.querySelector('#operations')
const search = document.querySelector('#search')

const grouped = (operations) => Map.groupBy(operations, ({ surface }) => surface)

const listing = (contract, operations) =>
  [...grouped(operations)].map(([surface, all], at) =>
    el(
      'details',
      { class: 'surface', open: at === 0 },
      el('summary', {}, surface, el('span', { class: 'count' }, String(all.length))),
      ...[...Map.groupBy(all, ({ tag }) => tag)].map(([tag, some]) =>
        el(
          'section',
          { class: 'tag' },
          el(
            'h2',
            { title: contract.tags?.find(({ name }) => name === tag)?.description },
            tag.replace(`${surface}.`, ''),
          ),
          el(
            'ul',
            {},
            ...some.map((one) =>
              el(
                'li',
                { 'data-words': [one.path, one.summary, one.id, one.tag].join(' ').toLowerCase() },
                el(
                  'a',
                  { href: `#${one.id}`, class: one.deprecated && 'deprecated' },
                  el('span', { class: `method method-${one.method}` }, one.method.toUpperCase()),
                  ' ',
                  one.summary ?? one.path,
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  )

const fieldTable = (caption, fields) =>
  fields.length > 0 &&
  el(
    'details',
    {},
    el('summary', {}, caption),
    el(
      'dl',
      { class: 'fields' },
      ...fields.flatMap(({ name, words, description, required }) => [
        el('dt', {}, el('code', {}, name), required && el('span', {}, ' required')),
        el('dd', {}, el('small', {}, words), ' ', prose(description)),
      ]),
    ),
  )

const answerOf = (contract, [status, given]) => {
  const response = resolve(contract, given)
  const media = Object.entries(response.content ?? {})
  return el(
    'details',
    { class: 'response' },
    el('summary', {}, el('b', {}, status), ' ', prose(response.description)),
    ...media.flatMap(([type, one]) => [
      el('p', {}, el('code', {}, type)),
      ...(type.includes('json')
        ? examplesOf(contract, one).map(([name, value]) => code(name, JSON.stringify(value, null, 2)))
        : []),
      fieldTable('Fields', fieldsOf(contract, one.schema)) || '',
    ]),
  )
}

const operationPage = (contract, operation) => {
  const { summary, description, method, path, deprecated, id, body, responses } = operation
  const trial = tryIt(contract, operation)
  const [media] = Object.values(body?.content ?? {})
  const title = el('h2', { tabindex: '-1' }, summary ?? id)
  const element = el(
    'article',
    { class: 'operation' },
    title,
    el(
      'p',
      { class: 'address' },
      el('span', { class: `method method-${method}` }, method.toUpperCase()),
      ' ',
      el('code', {}, path),
    ),
    el('p', {}, el('code', {}, id), deprecated && ' Deprecated.'),
    el('p', {}, prose(description)),
    ...trial.elements,
    el('h3', {}, 'What it takes and answers'),
    fieldTable('Fields of the body', media ? fieldsOf(contract, media.schema) : []) || '',
    ...Object.entries(responses ?? {}).map((one) => answerOf(contract, one)),
  )
  return { element, title, refresh: trial.refresh }
}

const welcome = (contract, operations) =>
  el(
    'article',
    { class: 'operation' },
    el('h2', { tabindex: '-1' }, 'Choose an operation'),
    el('p', {}, prose(contract.info?.description)),
    el('p', {}, `${operations.length} operations. Requests go to ${location.origin}.`),
  )

const start = async () => {
  const answer = await fetch('/openapi.json')
  if (!answer.ok) throw new Error(`The contract answers ${answer.status}`)
  const contract = await answer.json()
  const operations = operationsOf(contract)
  const groups = listing(contract, operations)
  sidebar.replaceChildren(...groups)
  let refresh = () => undefined

  const show = (byHand) => {
    const id = location.hash.slice(1)
    const operation = operations.find((one) => one.id === id)
    const page = operation
      ? operationPage(contract, operation)
      : { element: welcome(contract, operations), refresh: () => undefined }
    refresh = page.refresh
    place.replaceChildren(page.element)
    for (const link of sidebar.querySelectorAll('a')) {
      const isCurrent = link.hash === location.hash && operation !== undefined
      if (isCurrent) {
        link.setAttribute('aria-current', 'page')
        link.closest('details').open = true
      } else link.removeAttribute('aria-current')
    }
    if (byHand) page.title?.focus()
  }

  const filter = () => {
    const phrase = search.value.trim().toLowerCase()
    for (const item of sidebar.querySelectorAll('li')) item.hidden = !item.dataset.words.includes(phrase)
    for (const tag of sidebar.querySelectorAll('.tag')) tag.hidden = !tag.querySelector('li:not([hidden])')
    for (const [at, group] of groups.entries()) {
      group.hidden = !group.querySelector('li:not([hidden])')
      group.open = phrase !== '' || at === 0 || group.querySelector('[aria-current]') !== null
    }
    const found = sidebar.querySelectorAll('li:not([hidden])').length
    document.querySelector('#found').textContent = phrase === '' ? '' : `${found} found`
  }

  const button = document.querySelector('[data-fill]')
  const status = document.querySelector('[data-fill-status]')
  button?.addEventListener('click', async () => {
    status.textContent = 'Making people…'
    try {
      const names = await fillIn()
      status.textContent = `Filled in for ${names.length} schemes.`
      refresh()
    } catch ({ message }) {
      status.textContent = `That did not work: ${message}.`
    }
  })
  if (button) button.hidden = false

  search.addEventListener('input', filter)
  search.disabled = false
  addEventListener('hashchange', () => show(true))
  show(false)
  filter()
}

start().catch(() => {
  place.textContent = 'The contract could not be loaded. Is the server still running?'
})
