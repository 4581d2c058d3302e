// Keys: a list of them, each with a way to revoke it, and the form that makes one, which is shown once.
import { call, get, post } from './api.js'
import { form } from './forms.js'
import { list } from './lists.js'
import { act, code, confirmByName, moment, say, showOnce } from './ui.js'

/**
 * `all` is where the keys are, `isShown` picks those that are meant, and `more` is one column more of each: its name, and what stands
 * in it.
 */
export const keyList = ({ all, query, label, empty, search, isShown = () => true, more = [] }) => {
  const revoke = ({ id, name }) =>
    confirmByName({
      title: `Revoke ${name}`,
      text: 'Whatever uses this key is refused at once. There is no way back.',
      name,
      action: 'Revoke the key',
      run: async () => {
        await call('DELETE', `${all}/${encodeURIComponent(id)}`)
        listed.again()
        say(`${name} is revoked.`)
      },
    })
  const [column, cell] = more
  const listed = list({
    label,
    columns: ['Name', 'Begins with', column, 'Last used', 'Made', 'Actions'].filter(Boolean),
    load: async () => ({ data: (await get(all, query)).data.filter(isShown) }),
    empty,
    search,
    matches: ({ name, keyPrefix }, words) => `${name} ${keyPrefix}`.toLowerCase().includes(words),
    row: (key) => [
      key.name,
      code(`${key.keyPrefix}…`),
      ...(cell ? [cell(key)] : []),
      moment(key.lastUsedAt),
      moment(key.createdAt),
      act('Revoke', () => revoke(key), { of: key.name, danger: true }),
    ],
  })
  return listed
}

/** `shown` is what is told once of a key that was made: a title, words, and what is to be kept, each with its name. */
export const keyForm = ({ all, listed, fields = [], body, submit, shown }) =>
  form([{ name: 'name', label: 'Name', required: true, maxlength: 100, autocomplete: 'off' }, ...fields], {
    submit,
    onSubmit: async (values, typed) => {
      const { data } = await post(all, { ...values, ...body })
      typed.reset()
      listed.again()
      const { title, text, entries } = shown(data)
      await showOnce(title, text, entries)
    },
  })
