/** How many of a kind there may be at once. `name` is said to the caller. */
export interface Quota {
  readonly name: string
  readonly max: number
  /** No setting goes beyond: a list gives all of them in one answer. */
  readonly most?: number
}

export const quotas = {
  /** Those they made themselves: others may add a person to any number. */
  accountsPerUser: { name: 'accounts made by one user', max: 100 },
  childrenPerAccount: { name: 'accounts below one account', max: 1000 },
  membersPerAccount: { name: 'members of one account', max: 1000 },
  /** Pending ones. */
  invitationsPerAccount: { name: 'pending invitations of one account', max: 500 },
  /** Pending ones, to the application itself. */
  invitationsPerUser: { name: 'pending invitations of one user', max: 100 },
  clientsPerAccount: { name: 'clients of one account', max: 100 },
  /** In one account. */
  waitlistsPerUser: { name: 'waitlists of one user', max: 100 },
  /** At providers. */
  identitiesPerUser: { name: 'identities of one user', max: 20, most: 1000 },
  passkeysPerUser: { name: 'passkeys of one user', max: 20, most: 100 },
  /** The oldest ends when another one starts. */
  sessionsPerUser: { name: 'sessions of one user', max: 100, most: 1000 },
  administratorsPerTenant: { name: 'administrators of one tenant', max: 100, most: 1000 },
  /** Those that registered themselves. */
  registeredClientsPerEnvironment: { name: 'registered clients of one environment', max: 10_000 },
  /** Those that a document speaks for, as long as somebody uses them. */
  documentClientsPerEnvironment: { name: 'clients with a document of one environment', max: 10_000 },
  applicationsPerTenant: { name: 'applications of one tenant', max: 100, most: 1000 },
  environmentsPerApplication: { name: 'environments of one application', max: 20, most: 20 },
  /** Its own, that no account has. */
  clientsPerEnvironment: { name: 'clients of one environment', max: 100 },
  /** Its own and those of its applications. */
  webhooksPerTenant: { name: 'webhooks of one tenant', max: 100, most: 1000 },
  /** In all of its environments. */
  mailTemplatesPerApplication: { name: 'mail templates of one application', max: 100, most: 1000 },
  /** Of each kind. */
  keysPerEnvironment: { name: 'keys of one environment', max: 100, most: 1000 },
  rolesPerEnvironment: { name: 'roles of one environment', max: 100, most: 500 },
  /** A token names each that its user has: all of them have to fit into a header. */
  permissionsPerEnvironment: { name: 'permissions of one environment', max: 100, most: 500 },
  rolesPerUser: { name: 'roles of one user', max: 20, most: 100 },
} satisfies Record<string, Quota>

export type QuotaName = keyof typeof quotas
export type Quotas = { readonly [name in QuotaName]: Quota }
