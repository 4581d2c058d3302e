// What is in an application, and what happened there in the last days.
import { get, path } from './api.js'
import { bars, daily } from './charts.js'
import { field } from './forms.js'
import { aside, el, facts, reading, section } from './ui.js'

export const overviewPage = (app) => [
  section(
    'In it now',
    reading(
      async () => (await get(path`/api/platform/applications/${app.id}/stats`)).data,
      ({ totalUsers, activeSessions, totalRoles, totalApiKeys, environments }) => [
        facts([
          ['Users', totalUsers.toLocaleString()],
          ['Live sessions', activeSessions.toLocaleString()],
          ['Roles', totalRoles.toLocaleString()],
          ['API keys', totalApiKeys.toLocaleString()],
        ]),
        el(
          'div',
          { class: 'charts' },
          bars(
            'Users by environment',
            environments.map(({ name, userCount }) => [name, userCount]),
          ),
          bars(
            'Live sessions by environment',
            environments.map(({ name, sessionCount }) => [name, sessionCount]),
          ),
        ),
      ],
    ),
  ),
  activity(app),
]

const activity = (app) => {
  const place = el('div', {})
  const days = field({
    name: 'days',
    label: 'Days',
    type: 'select',
    value: '30',
    options: [
      ['7', 'The last 7 days'],
      ['30', 'The last 30 days'],
      ['90', 'The last 90 days'],
    ],
  })
  const of = field({
    name: 'environmentId',
    label: 'Environment',
    type: 'select',
    value: '',
    options: [['', 'All environments'], ...app.environments.map(({ id, name }) => [id, name])],
  })
  const draw = () =>
    place.replaceChildren(
      reading(
        async () =>
          (
            await get(path`/api/platform/applications/${app.id}/stats/daily`, {
              days: days.querySelector('select').value,
              environmentId: of.querySelector('select').value,
            })
          ).data,
        (found) =>
          el(
            'div',
            { class: 'charts' },
            daily('Sign-ups', found, 'signUps'),
            daily('Sign-ins', found, 'signIns'),
            daily('Wrong passwords and codes', found, 'failedSignIns'),
          ),
      ),
    )
  for (const choice of [days, of]) choice.addEventListener('change', draw)
  draw()
  return section(
    'Day by day',
    aside('As the audit has it. Days are those of UTC; today’s counts until now.'),
    el('div', { class: 'form bar' }, days, of),
    place,
  )
}
