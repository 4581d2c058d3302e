// What may be said of a client, and changed.
import { type Client, type OpenIdSettings, defaultOpenId, isConfidential } from '../../model/client.ts'
import { type Refuse, refuseRequest } from './client-metadata.ts'

/** What an owner says of a client. */
export type ClientSettings = Pick<
  Client,
  | 'name'
  | 'allowedOrigins'
  | 'redirectUris'
  | 'audiences'
  | 'scopes'
  | 'defaultScopes'
  | 'accessTokenSeconds'
  | 'refreshTokenSeconds'
  | 'openid'
>

/** Of them those that were sent. */
export type ClientChanges = Partial<Omit<ClientSettings, 'openid'>> & { readonly openid?: Partial<OpenIdSettings> }

/** What nobody has said anything of. */
export const emptyClient: ClientSettings = {
  name: '',
  allowedOrigins: [],
  redirectUris: [],
  audiences: [],
  scopes: [],
  defaultScopes: [],
  accessTokenSeconds: null,
  refreshTokenSeconds: null,
  openid: defaultOpenId,
}

export const withChanges = <Settings extends ClientSettings>(settings: Settings, changes: ClientChanges): Settings => ({
  ...settings,
  ...changes,
  openid: { ...settings.openid, ...changes.openid },
})

/** A public client has nothing to sign with. */
export const requirePublic = ({ authMethod }: OpenIdSettings, refuse: Refuse = refuseRequest): void => {
  if (authMethod === 'private_key_jwt' || authMethod === 'client_secret_jwt') {
    throw refuse('token_endpoint_auth_method', 'is for confidential clients')
  }
}

/** A client that proves itself goes on proving itself, and a public one has nothing to do it with. */
export const requireSameKind = (client: Client, wanted: Client, refuse: Refuse = refuseRequest): void => {
  if (!isConfidential(client)) requirePublic(wanted.openid, refuse)
  else if (!isConfidential(wanted)) {
    throw refuse('token_endpoint_auth_method', 'needs a secret, and this client has none')
  }
}

/** Whether a change names keys: whoever gives a client its key has what proves it, as whoever renews a secret. */
export const givesKey = ({ openid }: ClientChanges): boolean =>
  (openid?.jwks ?? openid?.jwksUri ?? null) !== null || openid?.authMethod === 'private_key_jwt'

/** Its settings, and its secret no longer readable where it does not sign with it. */
export const keptOpenId = ({ openid }: Client): { readonly openid: OpenIdSettings; readonly sealedSecret?: null } => ({
  openid,
  ...(openid.authMethod !== 'client_secret_jwt' && { sealedSecret: null }),
})
