// What is the tenant's own: keys that read, and settings that it keeps.
import { call, get, refusal } from './api.js'
import { form } from './forms.js'
import { keyForm, keyList } from './key-list.js'
import { list } from './lists.js'
import { act, aside, askFor, code, confirmByName, el, say, section, show } from './ui.js'

export const tenantPage = () => show('Tenant', ...keys(), ...settings())

const keys = () => {
  const all = '/api/platform/api-keys'
  const listed = keyList({
    all,
    label: 'Keys of the tenant',
    empty: 'The tenant has no key.',
    search: 'Search keys',
  })
  const asked = keyForm({
    all,
    listed,
    submit: 'Make the key',
    shown: ({ name, key }) => ({
      title: `The key ${name}`,
      text: 'This is shown once. Keep it where the program that reads keeps its secrets.',
      entries: [['Key', key]],
    }),
  })
  return [
    section(
      'Keys of the tenant',
      aside('With one a program reads the applications, their numbers and the audit, and changes nothing.'),
      listed,
    ),
    section('A new key', asked),
  ]
}

const valueField = (value) => ({
  name: 'value',
  label: 'Value',
  type: 'long',
  value,
  required: true,
  maxlength: 4096,
  hint: 'As JSON: text in double quotes, a number, true or false, a list or an object.',
})

const read = (text) => {
  try {
    const value = JSON.parse(text)
    if (value !== null) return value
  } catch {
    // Said below.
  }
  throw refusal(
    'This is no value',
    'Put text in double quotes, or write another JSON value. Remove a setting in the list.',
  )
}

const settings = () => {
  const all = '/api/platform/settings'
  const save = async (name, value) => {
    await call('PATCH', all, { body: { [name]: value } })
    listed.again()
  }
  const change = ({ name, value }) =>
    askFor({
      title: `Change ${name}`,
      fields: [valueField(JSON.stringify(value, null, 2))],
      action: 'Save',
      run: async (typed) => {
        await save(name, read(typed.value))
        say(`${name} is changed.`)
      },
    })
  const remove = ({ name }) =>
    confirmByName({
      title: `Remove ${name}`,
      text: 'Nothing here has an effect by itself; whatever of yours reads it finds it no more.',
      name,
      action: 'Remove the setting',
      run: async () => {
        await save(name, null)
        say(`${name} is gone.`)
      },
    })
  const listed = list({
    label: 'Settings',
    columns: ['Name', 'Value', 'Actions'],
    load: async () => {
      const { data } = await get(all)
      return { data: Object.entries(data).map(([name, value]) => ({ name, value })) }
    },
    empty: 'Nothing is set.',
    row: (setting) => [
      code(setting.name),
      code(JSON.stringify(setting.value)),
      el(
        'div',
        { class: 'buttons' },
        act('Change', () => change(setting), { of: setting.name }),
        act('Remove', () => remove(setting), { of: setting.name, danger: true }),
      ),
    ],
  })
  const asked = form(
    [{ name: 'name', label: 'Name', required: true, maxlength: 100, autocomplete: 'off' }, valueField()],
    {
      submit: 'Set it',
      onSubmit: async ({ name, value }, typed) => {
        await save(name, read(value))
        typed.reset()
        say(`${name} is set.`)
      },
    },
  )
  return [
    section(
      'Settings',
      aside('What you keep about the tenant, for programs of yours. Nothing here has an effect.'),
      listed,
    ),
    section('A setting', asked),
  ]
}
