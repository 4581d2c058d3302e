import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, evan } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const kept = { supportEmail: 'help@acme.test', theme: { accent: '#1a7f5a' } }

const owner = async (seeds: Seeds) => {
  const { access_token: bearer, user } = await seeds.platformCaller(dana)
  return { bearer, user }
}

const withSettings = async (seeds: Seeds) => {
  const made = await owner(seeds)
  await seeds.call('platform.updateTenantSettings', { bearer: made.bearer, body: kept })
  return made
}

contract('platform.getTenantSettings', {
  'gives what was set': given(withSettings, {
    send: ({ bearer }) => ({ bearer }),
    expect: { status: 200, example: 'tenant_settings', body: (body) => expect(body).toEqual({ data: kept }) },
  }),
  'gives an empty object where nothing was, whatever others have': given(
    async (seeds) => {
      await withSettings(seeds)
      return { bearer: (await seeds.platformCaller(evan)).access_token }
    },
    {
      send: ({ bearer }) => ({ bearer }),
      expect: { status: 200, example: 'tenant_settings' },
      then: async (_seeds, answer) => expect(answer.body).toEqual({ data: {} }),
    },
  ),
  'refuses nobody': { send: {}, expect: { error: 'unauthorized' } },
})

contract('platform.updateTenantSettings', {
  'sets what is named, takes away what is null, and leaves the rest': given(withSettings, {
    send: ({ bearer }) => ({ bearer, body: { theme: { dark: true }, supportEmail: null, plan: 'pro' } }),
    expect: { status: 200, example: 'tenant_settings' },
    then: async (seeds, answer, { bearer, user }) => {
      expect(answer.body).toEqual({ data: { theme: { dark: true }, plan: 'pro' } })
      expect((await seeds.call('platform.getTenantSettings', { bearer }))?.body).toEqual(answer.body)
      const query = { action: 'tenant.settings_changed' }
      const audit = (await seeds.call('platform.listAuditLogs', { bearer, query }))?.body as Wire['AuditLogPage']
      expect(audit.data[0]).toMatchObject({
        administratorId: user.id,
        details: { fields: ['theme', 'supportEmail', 'plan'] },
      })
    },
  }),
  'answers with all that is kept then': given(owner, {
    send: ({ bearer }) => ({ bearer, body: kept }),
    expect: { status: 200, example: 'tenant_settings', body: (body) => expect(body).toEqual({ data: kept }) },
  }),
  'keeps both of two changes at once': given(owner, {
    send: ({ bearer }) => ({ bearer, body: { first: 1 } }),
    expect: { status: 200, example: 'tenant_settings' },
    then: async (seeds, _answer, { bearer }) => {
      const names = ['a', 'b', 'c', 'd', 'e']
      await Promise.all(
        names.map((name) => seeds.call('platform.updateTenantSettings', { bearer, body: { [name]: name } })),
      )
      const { data } = (await seeds.call('platform.getTenantSettings', { bearer }))
        ?.body as Wire['TenantSettingsAnswer']
      expect(data).toEqual({ first: 1, ...Object.fromEntries(names.map((name) => [name, name])) })
    },
  }),
  'refuses what makes all together too large, and keeps what there was': given(
    async (seeds) => {
      const made = await withSettings(seeds)
      await seeds.call('platform.updateTenantSettings', { bearer: made.bearer, body: { notes: 'x'.repeat(3000) } })
      return made
    },
    {
      send: ({ bearer }) => ({ bearer, body: { more: 'x'.repeat(3000) } }),
      expect: { error: 'invalid_request', detail: 'All settings together' },
      then: async (seeds, _answer, { bearer }) => {
        const { data } = (await seeds.call('platform.getTenantSettings', { bearer }))
          ?.body as Wire['TenantSettingsAnswer']
        expect(Object.keys(data).sort()).toEqual(['notes', 'supportEmail', 'theme'])
      },
    },
  ),
  'refuses nobody': { send: { body: kept }, expect: { error: 'unauthorized' } },
})
