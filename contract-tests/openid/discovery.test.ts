// What a client finds out by the issuer's name alone.
import { expect, it } from 'vitest'
import { onProviders } from './provider.ts'

onProviders('discovery', ({ issuer, send }) => {
  const read = async () => (await send('/.well-known/openid-configuration')).body

  // oidcc-discovery-endpoint-verification (OpenID Connect Discovery 1.0 sections 3 and 4.3)
  it('says all that has to be said, of the issuer that was asked, at its addresses', async () => {
    const found = await read()
    expect(found.issuer).toBe(issuer)
    for (const name of [
      'authorization_endpoint',
      'token_endpoint',
      'userinfo_endpoint',
      'registration_endpoint',
      'jwks_uri',
    ]) {
      expect([name, String(found[name]).startsWith(`${issuer}/`)]).toEqual([name, true])
    }
    expect(found).toMatchObject({
      scopes_supported: expect.arrayContaining(['openid']) as unknown,
      response_types_supported: expect.arrayContaining(['code', 'id_token', 'id_token token']) as unknown,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']) as unknown,
      claims_parameter_supported: true,
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
    })
    const { keys } = (await send('/.well-known/jwks.json')).body as { keys: Record<string, unknown>[] }
    expect(keys.length).toBeGreaterThan(1)
    for (const key of keys) {
      expect(key).toMatchObject({ use: 'sig', kid: expect.any(String) as string })
      expect(['d', 'p', 'q', 'k'].filter((name) => Object.hasOwn(key, name))).toEqual([])
    }
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length)
  })

  // oidcc-rp-initiated-logout-discovery-endpoint-verification, oidcc-backchannel-logout-discovery-endpoint-verification,
  // oidcc-frontchannel-logout-discovery-endpoint-verification
  it('says where people sign out, and who is told', async () => {
    const found = await read()
    expect(String(found.end_session_endpoint).startsWith(`${issuer}/`)).toBe(true)
    expect(found).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
    })
  })

  // fapi2-security-profile-final-discovery-end-point-verification (FAPI 2.0 Security Profile section 5.3.2)
  it('says what a client of the FAPI 2.0 Security Profile needs', async () => {
    const found = await read()
    expect(String(found.pushed_authorization_request_endpoint).startsWith(`${issuer}/`)).toBe(true)
    expect(found).toMatchObject({
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt']) as unknown,
      token_endpoint_auth_signing_alg_values_supported: expect.arrayContaining(['PS256', 'ES256']) as unknown,
      dpop_signing_alg_values_supported: expect.arrayContaining(['ES256']) as unknown,
    })
  })
})
