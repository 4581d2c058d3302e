// What a company's directory asks with (SCIM): tokens of an environment, and of one organization.
import { path } from './api.js'
import { perEnvironment } from './environment-choice.js'
import { keyForm, keyList } from './key-list.js'
import { aside, copied, el, section } from './ui.js'

/** Where every directory asks; its token says whose users it keeps. */
const address = document.getElementById('admin').dataset.scim

export const directoriesPage = (app) => perEnvironment(app, (environmentId) => directoryTokens(app, environmentId))

/** Those of all directories of an environment; where there is an organization, of that one alone. */
export const directoryTokens = (app, environmentId, organization) => {
  const all = path`/api/platform/applications/${app.id}/api-keys`
  const listed = keyList({
    all,
    query: { environmentId },
    label: 'SCIM tokens',
    empty: organization ? 'No directory keeps it.' : 'No directory keeps users here.',
    isShown: ({ keyType, organizationId }) =>
      keyType === 'scim' && (!organization || organizationId === organization.id),
    more: organization ? [] : ['Whose users', (key) => whose(app, environmentId, key)],
  })
  const asked = keyForm({
    all,
    listed,
    body: { environmentId, keyType: 'scim', ...(organization && { organizationId: organization.id }) },
    submit: 'Make the SCIM token',
    shown: ({ name, key }) => ({
      title: `The SCIM token ${name}`,
      text: 'Give both to the directory. The token is shown once.',
      entries: [
        ['Address', address],
        ['Token', key],
      ],
    }),
  })
  const people = organization ? `the members of ${organization.name}` : 'all users of this environment'
  return [
    section(
      'Directories',
      aside('A company’s directory, such as Entra ID or Okta, adds, changes and removes people by SCIM.'),
      el('p', {}, 'The address that it asks for: ', copied('address', address)),
      listed,
    ),
    section(
      'A new SCIM token',
      aside(
        organization
          ? `Whoever has it decides over ${people}.`
          : `Whoever has it decides over ${people}. For one company alone, make it on the page of its organization.`,
      ),
      asked,
    ),
  ]
}

const whose = (app, environmentId, { organizationId }) =>
  organizationId
    ? el('a', { href: `#/applications/${app.id}/organizations/${environmentId}/${organizationId}` }, 'one organization')
    : 'all of the environment'
