// Lists: read page by page, searched at the server where it can, with words for each state.
import { button, el, reading } from './ui.js'
import { field } from './forms.js'

/** Rows at a time. */
const size = 25

/** @param {{ label: string, columns: readonly string[], rows: readonly (readonly (Node | string)[])[] }} given */
export const table = ({ label, columns, rows }) =>
  el(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          columns.map((column) => el('th', { scope: 'col' }, column)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((cells) =>
          el(
            'tr',
            {},
            cells.map((cell, index) => el('td', { 'data-label': columns[index] }, cell)),
          ),
        ),
      ),
    ),
  )

/**
 * A list that is read in pages. `load` gets `search`, `limit` and where to begin, and answers as the contract does: with a
 * `nextCursor`, with a `total` and numbers of pages, or with everything at once, which is then cut and searched here.
 * The element has `again()`, which reads the page anew.
 */
export const list = ({ label, columns, load, row, empty, search, matches }) => {
  const place = el('div', {})
  const trail = [{}]
  let words = ''

  const read = async () => {
    const at = trail.at(-1)
    const answer = await load({ search: words, limit: size, cursor: at.cursor, page: at.cursor ? undefined : at.page })
    if (answer.nextCursor !== undefined) {
      return { ...answer, next: answer.nextCursor && { cursor: answer.nextCursor } }
    }
    if (answer.page !== undefined) {
      const { page, limit, total } = answer
      return { ...answer, next: page * limit < total && { page: page + 1 } }
    }
    const found = words && matches ? answer.data.filter((item) => matches(item, words.toLowerCase())) : answer.data
    const page = at.page ?? 1
    const data = found.slice((page - 1) * size, page * size)
    return { data, total: found.length, next: page * size < found.length && { page: page + 1 } }
  }

  const move = (change) => () => {
    change()
    draw()
    place.querySelector('.scroll, p')?.scrollIntoView({ block: 'nearest' })
  }

  const made = ({ data, total, next }) => {
    const pages = [
      button(
        'Back',
        move(() => trail.pop()),
      ),
      button(
        'Next',
        move(() => trail.push(next)),
      ),
    ]
    pages[0].disabled = trail.length === 1
    pages[1].disabled = !next
    const none = words ? `Nothing has “${words}” in it.` : empty
    return [
      data.length === 0
        ? el('p', { class: 'none' }, none)
        : table({ label, columns, rows: data.map((item) => row(item, draw)) }),
      el(
        'div',
        { class: 'pager' },
        el('p', { role: 'status' }, counted(total, trail.length)),
        (trail.length > 1 || next) && el('div', { class: 'buttons' }, pages),
      ),
    ]
  }

  const draw = () => place.replaceChildren(reading(read, made))

  let waiting
  const find = (value) => {
    clearTimeout(waiting)
    if (value === words) return
    words = value
    trail.splice(0, trail.length, {})
    draw()
  }
  const asked = search && searchField(search, find, (later) => (waiting = setTimeout(later, 300)))
  draw()
  return Object.assign(el('div', { class: 'list' }, asked, place), {
    again: draw,
    restart: () => {
      trail.splice(0, trail.length, {})
      draw()
    },
  })
}

const counted = (total, page) => {
  const all = total === undefined ? '' : total === 1 ? '1 in all' : `${total.toLocaleString()} in all`
  return page > 1 ? `${all && `${all}, `}page ${page}` : all
}

const searchField = (label, find, later) => {
  const asked = el(
    'form',
    { class: 'form search' },
    field({ name: 'search', label, type: 'search', maxlength: 100, autocomplete: 'off' }),
  )
  const input = asked.elements.search
  input.addEventListener('input', () => later(() => find(input.value.trim())))
  asked.addEventListener('submit', (event) => {
    event.preventDefault()
    find(input.value.trim())
  })
  return asked
}
