// The sandbox's fixed values: the same at every start, so that they can stand in a README or a test.

export const sandboxTenantId = '01900000-0000-7000-8000-000000000001'
export const sandboxApplicationId = '01900000-0000-7000-8000-000000000002'
export const sandboxEnvironmentId = '01900000-0000-7000-8000-000000000003'

/** What a developer calls the surfaces with. Registered in the sandbox, and nowhere else. */
export const sandboxCredentials = {
  account: {
    client_id: 'cid_inbox_manager',
    origin: 'https://app.inbox-manager.com',
    audience: 'https://api.inbox-manager.com',
    redirectUri: 'http://localhost:3000/callback',
  },
  app: {
    publishableKey: 'pk_test_inbox_manager',
    applicationId: sandboxApplicationId,
    environmentId: sandboxEnvironmentId,
    secretKey: 'sk_test_inbox_manager',
    scimToken: 'scim_test_inbox_manager',
  },
  platform: { email: 'owner@example.test', password: 'sandbox platform owner' },
  project: {
    adminEmail: 'admin@example.test',
    adminPassword: 'sandbox administrator',
    apiKey: 'ik_sandbox_inbox_manager',
    anonKey: 'anon_sandbox_inbox_manager',
    redirectUri: 'http://localhost:3000/callback',
  },
  oauth: {
    client_id: 'cid_inbox_manager_backend',
    client_secret: 'sec_sandbox_pO3kV8wq1ZtN5yB7nKrX2cLm9D4fHjG6sA0',
  },
} as const

/** The same, with the redirect URI of the service as it is reached: its own page at the end of a sign-in. */
export const sandboxCredentialsAt = (publicUrl: string) => {
  const redirectUri = `${publicUrl}/callback`
  const { account, project } = sandboxCredentials
  return { ...sandboxCredentials, account: { ...account, redirectUri }, project: { ...project, redirectUri } }
}

/** Who administers the sandbox's project. */
export const sandboxAdmin = {
  subject: '01900000-0000-7000-8000-000000000005',
  email: sandboxCredentials.project.adminEmail,
} as const
