// generated, do not edit: npm run generate

/** Why a request is refused. Every surface has words for each. */
export type ErrorCode =
  | 'access_denied'
  | 'account_has_children'
  | 'account_not_found'
  | 'admin_only'
  | 'api_key_not_found'
  | 'application_not_found'
  | 'authenticator_app_not_found'
  | 'authorization_pending'
  | 'built_in'
  | 'client_not_found'
  | 'consent_denied'
  | 'consent_not_found'
  | 'consent_required'
  | 'csrf_mismatch'
  | 'csrf_session_missing'
  | 'delivery_not_found'
  | 'device_code_expired'
  | 'device_denied'
  | 'email_missing'
  | 'email_not_verified'
  | 'email_template_exists'
  | 'email_template_not_found'
  | 'email_unverified_at_provider'
  | 'environment_exists'
  | 'environment_not_found'
  | 'filter_not_taken'
  | 'guide_not_found'
  | 'identity_not_found'
  | 'insufficient_permission'
  | 'insufficient_role'
  | 'insufficient_scope'
  | 'internal'
  | 'invalid_admin_code'
  | 'invalid_api_key'
  | 'invalid_audience'
  | 'invalid_authorization_code'
  | 'invalid_client_metadata'
  | 'invalid_code'
  | 'invalid_credentials'
  | 'invalid_cursor'
  | 'invalid_device_code'
  | 'invalid_dpop_proof'
  | 'invalid_filter'
  | 'invalid_id_token'
  | 'invalid_invitation'
  | 'invalid_link'
  | 'invalid_mfa_token'
  | 'invalid_passkey'
  | 'invalid_path'
  | 'invalid_redirect_uri'
  | 'invalid_refresh_token'
  | 'invalid_request'
  | 'invalid_request_object'
  | 'invalid_request_uri'
  | 'invalid_scope'
  | 'invalid_subject_token'
  | 'invalid_token'
  | 'invalid_user_code'
  | 'invitation_not_found'
  | 'last_owner'
  | 'last_sign_in_method'
  | 'login_required'
  | 'machine_required'
  | 'mail_not_found'
  | 'member_exists'
  | 'member_not_found'
  | 'method_not_allowed'
  | 'no_target'
  | 'not_found'
  | 'not_implemented'
  | 'not_provisioned'
  | 'origin_not_allowed'
  | 'overloaded'
  | 'passkey_exists'
  | 'passkey_not_found'
  | 'payload_too_large'
  | 'permission_exists'
  | 'permission_not_found'
  | 'polling_too_fast'
  | 'precondition_failed'
  | 'provider_denied'
  | 'provider_flow_invalid'
  | 'provider_not_found'
  | 'provider_unavailable'
  | 'quota_exceeded'
  | 'read_only'
  | 'reauthentication_required'
  | 'registration_closed'
  | 'registration_not_supported'
  | 'request_uri_not_supported'
  | 'role_exists'
  | 'role_not_found'
  | 'second_factor_exists'
  | 'second_factor_missing'
  | 'second_factor_required'
  | 'session_confined'
  | 'session_not_found'
  | 'sign_up_disabled'
  | 'slug_taken'
  | 'too_many_keys'
  | 'too_many_requests'
  | 'unauthorized'
  | 'unauthorized_client'
  | 'unavailable'
  | 'unknown_client'
  | 'unmet_authentication_requirements'
  | 'unregistrable_redirect_uri'
  | 'unsupported_grant_type'
  | 'unsupported_media_type'
  | 'unsupported_response_type'
  | 'use_dpop_nonce'
  | 'user_exists'
  | 'user_inactive'
  | 'user_not_found'
  | 'weak_password'
  | 'webhook_not_found'
  | 'wrong_password'

/** How a surface says one refusal. */
export interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

export const errors = {
  account: {
    access_denied: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This client is for members of its account',
        status: 403,
        code: 'access_denied',
      },
    },
    account_has_children: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'Other accounts stand below this one',
        status: 409,
        detail: 'Delete them first.',
        code: 'account_has_children',
      },
    },
    account_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such account', status: 404, code: 'account_not_found' },
    },
    admin_only: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Only administrators may do that',
        status: 403,
        detail: "Use an administrator's token or an API key.",
        code: 'admin_only',
      },
    },
    api_key_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such API key',
        status: 404,
        detail: 'Check the id.',
        code: 'api_key_not_found',
      },
    },
    application_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such application', status: 404, code: 'application_not_found' },
    },
    authenticator_app_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such authenticator app',
        status: 404,
        code: 'authenticator_app_not_found',
      },
    },
    authorization_pending: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Nobody has let the device in yet',
        status: 400,
        detail: 'Ask again after the interval.',
        code: 'authorization_pending',
      },
    },
    built_in: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'It is built in and stays as it is',
        status: 409,
        detail: 'Make one of your own.',
        code: 'built_in',
      },
    },
    client_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such client', status: 404, code: 'client_not_found' },
    },
    consent_denied: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The person did not allow it',
        status: 403,
        detail: 'Begin again',
        code: 'consent_denied',
      },
    },
    consent_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such consent', status: 404, code: 'consent_not_found' },
    },
    consent_required: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The person has to allow it first',
        status: 400,
        detail: 'Send the person to the page that asks.',
        code: 'consent_required',
      },
    },
    csrf_mismatch: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The CSRF token is missing or does not match',
        status: 403,
        detail: 'Get one from GET /auth/csrf-token.',
        code: 'csrf_mismatch',
      },
    },
    csrf_session_missing: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'There is no CSRF session',
        status: 403,
        detail: 'Call GET /auth/csrf-session first.',
        code: 'csrf_session_missing',
      },
    },
    delivery_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such delivery',
        status: 404,
        detail: 'Check the id.',
        code: 'delivery_not_found',
      },
    },
    device_code_expired: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The device has waited for too long',
        status: 400,
        detail: 'Begin again on the device.',
        code: 'device_code_expired',
      },
    },
    device_denied: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The person did not let the device in',
        status: 400,
        detail: 'Begin again on the device.',
        code: 'device_denied',
      },
    },
    email_missing: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The provider tells no email address',
        status: 403,
        detail: 'Sign in another way, or add an address there.',
        code: 'email_missing',
      },
    },
    email_not_verified: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Confirm your email address first',
        status: 403,
        detail: 'Open the link in the mail that was sent to it.',
        code: 'email_not_verified',
      },
    },
    email_template_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is a template for this mail and language',
        status: 409,
        detail: 'Change that one.',
        code: 'email_template_exists',
      },
    },
    email_template_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such mail template',
        status: 404,
        detail: 'Check the id.',
        code: 'email_template_not_found',
      },
    },
    email_unverified_at_provider: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'This email already has a user, and the provider does not vouch for it: sign in another way',
        status: 409,
        detail: 'The provider does not say that the address is yours: sign in another way.',
        code: 'email_unverified_at_provider',
      },
    },
    environment_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is an environment of that name',
        status: 409,
        detail: 'Choose another name.',
        code: 'environment_exists',
      },
    },
    environment_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such environment',
        status: 404,
        detail: 'Check the id.',
        code: 'environment_not_found',
      },
    },
    filter_not_taken: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This document is not filtered',
        status: 403,
        detail: 'Ask for all of it.',
        code: 'filter_not_taken',
      },
    },
    guide_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such page', status: 404, code: 'guide_not_found' },
    },
    identity_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such link to a provider',
        status: 404,
        detail: 'Check the id.',
        code: 'identity_not_found',
      },
    },
    insufficient_permission: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Your roles do not allow that',
        status: 403,
        detail: 'Ask an administrator for a role that allows it.',
        code: 'insufficient_permission',
      },
    },
    insufficient_role: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Your role in this account does not allow that',
        status: 403,
        code: 'insufficient_role',
      },
    },
    insufficient_scope: {
      status: 403,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="insufficient_scope"' },
      body: {
        type: 'about:blank',
        title: 'The token may not be used for that',
        status: 403,
        detail: 'Ask for a token with the scope openid.',
        code: 'insufficient_scope',
      },
    },
    internal: {
      status: 500,
      body: { type: 'about:blank', title: 'Something went wrong on our side', status: 500, code: 'internal' },
    },
    invalid_admin_code: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The code is wrong, expired or used up',
        status: 401,
        detail: 'Ask your console for a new code.',
        code: 'invalid_admin_code',
      },
    },
    invalid_api_key: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The API key is not known here',
        status: 401,
        detail: 'Check the API key.',
        code: 'invalid_api_key',
      },
    },
    invalid_audience: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This client may not ask for that audience',
        status: 400,
        code: 'invalid_audience',
      },
    },
    invalid_authorization_code: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The code is wrong or used up',
        status: 400,
        code: 'invalid_authorization_code',
      },
    },
    invalid_client_metadata: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client cannot be as it says',
        status: 400,
        detail: 'Correct the named field and try again.',
        code: 'invalid_client_metadata',
      },
    },
    invalid_code: {
      status: 400,
      body: { type: 'about:blank', title: 'The code is wrong or not good any more', status: 400, code: 'invalid_code' },
    },
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Wrong email or password', status: 401, code: 'invalid_credentials' },
    },
    invalid_cursor: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The cursor is not one that a page gave',
        status: 400,
        detail: 'Begin again without a value.',
        code: 'invalid_cursor',
      },
    },
    invalid_device_code: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The device code is wrong or used up',
        status: 400,
        detail: 'Begin again on the device.',
        code: 'invalid_device_code',
      },
    },
    invalid_dpop_proof: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The DPoP proof is not valid',
        status: 400,
        detail: 'Send a new proof of the same key, for this request.',
        code: 'invalid_dpop_proof',
      },
    },
    invalid_filter: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The filter is not one that is understood here',
        status: 400,
        detail: 'Compare fewer things.',
        code: 'invalid_filter',
      },
    },
    invalid_id_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The ID token is not good, not for this application, or was used before',
        status: 401,
        detail: 'Get a new one from the provider, for this application.',
        code: 'invalid_id_token',
      },
    },
    invalid_invitation: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This invitation does not work any more',
        status: 400,
        detail: 'Ask for a new one.',
        code: 'invalid_invitation',
      },
    },
    invalid_link: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This link does not work any more',
        status: 400,
        detail: 'It was used or it is too old. Ask for a new one.',
        code: 'invalid_link',
      },
    },
    invalid_mfa_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The sign-in is not open any more',
        status: 401,
        detail: 'Sign in again.',
        code: 'invalid_mfa_token',
      },
    },
    invalid_passkey: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This passkey was not accepted',
        status: 400,
        detail: 'Try again or sign in another way.',
        code: 'invalid_passkey',
      },
    },
    invalid_path: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The path is not one that can be changed here',
        status: 400,
        detail: 'Name an attribute that the schema has.',
        code: 'invalid_path',
      },
    },
    invalid_redirect_uri: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client has no such redirect URI',
        status: 400,
        code: 'invalid_redirect_uri',
      },
    },
    invalid_refresh_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The session has ended. Sign in again',
        status: 401,
        code: 'invalid_refresh_token',
      },
    },
    invalid_request: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The request is not valid',
        status: 400,
        detail: 'email: is missing',
        code: 'invalid_request',
      },
    },
    invalid_request_object: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The request object is not good',
        status: 400,
        detail: 'Sign it with a key that is registered, for this issuer.',
        code: 'invalid_request_object',
      },
    },
    invalid_request_uri: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'There is no request of this client, or it is used up or too old',
        status: 400,
        detail: 'Push the request again, or register its address as one of request_uris.',
        code: 'invalid_request_uri',
      },
    },
    invalid_scope: {
      status: 400,
      body: { type: 'about:blank', title: 'The client may not ask for that scope', status: 400, code: 'invalid_scope' },
    },
    invalid_subject_token: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The token to exchange is not valid for this client',
        status: 400,
        detail: 'Exchange a token that this client has got.',
        code: 'invalid_subject_token',
      },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: {
        type: 'about:blank',
        title: 'The access token is not valid any more',
        status: 401,
        code: 'invalid_token',
      },
    },
    invalid_user_code: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'No device waits with this code, or not any more',
        status: 400,
        detail: 'Look at the code on the device.',
        code: 'invalid_user_code',
      },
    },
    invitation_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such invitation', status: 404, code: 'invitation_not_found' },
    },
    last_owner: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'An account always has an owner',
        status: 409,
        detail: 'Make another member an owner first.',
        code: 'last_owner',
      },
    },
    last_sign_in_method: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'Nothing else would sign you in',
        status: 409,
        detail: 'Set a password or add a passkey first.',
        code: 'last_sign_in_method',
      },
    },
    login_required: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Somebody has to sign in first',
        status: 400,
        detail: 'Sign in.',
        code: 'login_required',
      },
    },
    machine_required: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This is for machines of the application',
        status: 403,
        code: 'machine_required',
      },
    },
    mail_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such mail', status: 404, code: 'mail_not_found' },
    },
    member_exists: {
      status: 409,
      body: { type: 'about:blank', title: 'This user is a member already', status: 409, code: 'member_exists' },
    },
    member_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'The account has no such member', status: 404, code: 'member_not_found' },
    },
    method_not_allowed: {
      status: 405,
      body: {
        type: 'about:blank',
        title: 'This address does not take that method',
        status: 405,
        detail: 'Use a method that the Allow header names.',
        code: 'method_not_allowed',
      },
    },
    no_target: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'What is removed has to be named',
        status: 400,
        detail: 'Give a path.',
        code: 'no_target',
      },
    },
    not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'Nothing lives at this address',
        status: 404,
        detail: 'Check the path, or read GET /openapi.json.',
        code: 'not_found',
      },
    },
    not_implemented: {
      status: 501,
      body: {
        type: 'about:blank',
        title: 'This server does not do that',
        status: 501,
        detail: 'Ask a server that has this operation.',
        code: 'not_implemented',
      },
    },
    not_provisioned: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This directory has not made that user, or not alone',
        status: 403,
        detail: 'Change the user where they were made.',
        code: 'not_provisioned',
      },
    },
    origin_not_allowed: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This origin may not use this client',
        status: 403,
        code: 'origin_not_allowed',
      },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: {
        type: 'about:blank',
        title: 'The service is busy. Try again in a moment',
        status: 503,
        code: 'overloaded',
      },
    },
    passkey_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'This passkey is there already',
        status: 409,
        detail: 'Use another authenticator.',
        code: 'passkey_exists',
      },
    },
    passkey_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such passkey', status: 404, code: 'passkey_not_found' },
    },
    payload_too_large: {
      status: 413,
      body: { type: 'about:blank', title: 'The body is larger than 100 kB', status: 413, code: 'payload_too_large' },
    },
    permission_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is such a permission already',
        status: 409,
        detail: 'Choose another resource or action.',
        code: 'permission_exists',
      },
    },
    permission_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such permission',
        status: 404,
        detail: 'Check the id.',
        code: 'permission_not_found',
      },
    },
    polling_too_fast: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The device asks too often',
        status: 400,
        detail: 'Wait five seconds longer between two questions.',
        code: 'polling_too_fast',
      },
    },
    precondition_failed: {
      status: 412,
      body: {
        type: 'about:blank',
        title: 'It has changed meanwhile',
        status: 412,
        detail: 'Get it again.',
        code: 'precondition_failed',
      },
    },
    provider_denied: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The provider says that the sign-in was cancelled',
        status: 403,
        detail: 'Begin again.',
        code: 'provider_denied',
      },
    },
    provider_flow_invalid: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This sign-in was not begun in this browser, took too long or is used up',
        status: 400,
        detail: 'Begin again.',
        code: 'provider_flow_invalid',
      },
    },
    provider_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such provider, or it is not switched on',
        status: 404,
        code: 'provider_not_found',
      },
    },
    provider_unavailable: {
      status: 502,
      body: {
        type: 'about:blank',
        title: 'The provider did not answer as it should',
        status: 502,
        detail: 'Try again later, or sign in another way.',
        code: 'provider_unavailable',
      },
    },
    quota_exceeded: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There are as many of these as there may be',
        status: 409,
        detail: 'Quota: 100 accounts made by one user.',
        code: 'quota_exceeded',
      },
    },
    read_only: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This attribute is not changed here, or not taken away',
        status: 400,
        detail: 'Leave it out.',
        code: 'read_only',
      },
    },
    reauthentication_required: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Sign in again first',
        status: 403,
        detail: 'Send a proof to POST /auth/reauthenticate.',
        code: 'reauthentication_required',
      },
    },
    registration_closed: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Clients do not register themselves here',
        status: 403,
        detail: 'Ask whoever runs the application.',
        code: 'registration_closed',
      },
    },
    registration_not_supported: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'A client is registered before it asks',
        status: 400,
        detail: 'Register the client first.',
        code: 'registration_not_supported',
      },
    },
    request_uri_not_supported: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client has registered no request_uris',
        status: 400,
        detail: 'Register them, or send the parameters themselves.',
        code: 'request_uri_not_supported',
      },
    },
    role_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is a role of that name',
        status: 409,
        detail: 'Choose another name.',
        code: 'role_exists',
      },
    },
    role_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such role',
        status: 404,
        detail: 'Check the id.',
        code: 'role_not_found',
      },
    },
    second_factor_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is a second factor already',
        status: 409,
        detail: 'Switch it off first.',
        code: 'second_factor_exists',
      },
    },
    second_factor_missing: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is no second factor',
        status: 409,
        detail: 'Set one up first.',
        code: 'second_factor_missing',
      },
    },
    second_factor_required: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'A second factor is needed',
        status: 403,
        detail:
          'Send mfa_token and a code or a passkey to POST /auth/mfa/challenge or sign in on the page at GET /oauth2/authorize.',
        code: 'second_factor_required',
      },
    },
    session_confined: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This session acts in one account alone',
        status: 403,
        detail: 'Sign in to do more.',
        code: 'session_confined',
      },
    },
    session_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such session', status: 404, code: 'session_not_found' },
    },
    sign_up_disabled: {
      status: 403,
      body: { type: 'about:blank', title: 'New users cannot sign up here', status: 403, code: 'sign_up_disabled' },
    },
    slug_taken: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'The slug is taken',
        status: 409,
        detail: 'Choose another slug.',
        code: 'slug_taken',
      },
    },
    too_many_keys: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There are as many keys as there may be',
        status: 409,
        detail: 'Revoke one that is not used any more.',
        code: 'too_many_keys',
      },
    },
    too_many_requests: {
      status: 429,
      body: {
        type: 'about:blank',
        title: 'Too many tries. Wait and try again',
        status: 429,
        detail: 'Limit: sign-ins of one user.',
        code: 'too_many_requests',
      },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", DPoP algs="ES256 PS256 EdDSA Ed25519"' },
      body: { type: 'about:blank', title: 'Sign in first', status: 401, code: 'unauthorized' },
    },
    unauthorized_client: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client may not do that',
        status: 400,
        detail: 'Use another client.',
        code: 'unauthorized_client',
      },
    },
    unavailable: {
      status: 503,
      headers: { 'Retry-After': '5' },
      body: { type: 'about:blank', title: 'The service is not available right now', status: 503, code: 'unavailable' },
    },
    unknown_client: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Unknown client', status: 401, code: 'unknown_client' },
    },
    unmet_authentication_requirements: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Nobody can sign in as the request demands',
        status: 400,
        detail: 'Ask for less.',
        code: 'unmet_authentication_requirements',
      },
    },
    unregistrable_redirect_uri: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Nobody can be sent to that redirect URI',
        status: 400,
        detail: 'Register an https address, or one of this machine.',
        code: 'unregistrable_redirect_uri',
      },
    },
    unsupported_grant_type: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'There is no such grant type',
        status: 400,
        detail: 'Use a grant type that the discovery document names.',
        code: 'unsupported_grant_type',
      },
    },
    unsupported_media_type: {
      status: 415,
      body: {
        type: 'about:blank',
        title: 'This operation does not take that content type',
        status: 415,
        code: 'unsupported_media_type',
      },
    },
    unsupported_response_type: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'There is no such response type',
        status: 400,
        code: 'unsupported_response_type',
      },
    },
    use_dpop_nonce: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The DPoP proof has to name a nonce',
        status: 400,
        detail: 'Send a new proof with the nonce that DPoP-Nonce gives.',
        code: 'use_dpop_nonce',
      },
    },
    user_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'This email already has a user',
        status: 409,
        detail: 'Sign in instead.',
        code: 'user_exists',
      },
    },
    user_inactive: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This user may not sign in',
        status: 403,
        detail: 'Ask an administrator.',
        code: 'user_inactive',
      },
    },
    user_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such user', status: 404, code: 'user_not_found' },
    },
    weak_password: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Choose a stronger password',
        status: 400,
        detail: 'Use at least 8 characters.',
        code: 'weak_password',
      },
    },
    webhook_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such webhook',
        status: 404,
        detail: 'Check the id.',
        code: 'webhook_not_found',
      },
    },
    wrong_password: {
      status: 403,
      body: { type: 'about:blank', title: 'The password is wrong', status: 403, code: 'wrong_password' },
    },
  },
  app: {
    access_denied: {
      status: 403,
      body: {
        type: 'access_denied',
        title: 'This client is for members of its account',
        status: 403,
        detail: 'Ask for an invitation.',
      },
    },
    account_has_children: {
      status: 409,
      body: {
        type: 'organization_has_children',
        title: 'The organization has others below it',
        status: 409,
        detail: 'Delete the organizations below it first.',
      },
    },
    account_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such organization',
        status: 404,
        detail: 'There is no such organization.',
      },
    },
    admin_only: {
      status: 403,
      body: {
        type: 'admin_only',
        title: 'Only administrators may do that',
        status: 403,
        detail: "Use an administrator's token or an API key.",
      },
    },
    api_key_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such API key',
        status: 404,
        detail: 'The application has no such key.',
      },
    },
    application_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such application',
        status: 404,
        detail: 'There is no such application.',
      },
    },
    authenticator_app_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such authenticator app', status: 404, detail: 'Check the id.' },
    },
    authorization_pending: {
      status: 400,
      body: {
        type: 'authorization_pending',
        title: 'Nobody has let the device in yet',
        status: 400,
        detail: 'Ask again after the interval.',
      },
    },
    built_in: {
      status: 409,
      body: {
        type: 'built_in',
        title: 'It is built in and stays as it is',
        status: 409,
        detail: 'Make one of your own.',
      },
    },
    client_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such client',
        status: 404,
        detail: 'The application has no such client.',
      },
    },
    consent_denied: {
      status: 403,
      body: { type: 'consent_denied', title: 'The person did not allow it', status: 403, detail: 'Begin again' },
    },
    consent_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such consent', status: 404, detail: 'Check the client id.' },
    },
    consent_required: {
      status: 400,
      body: {
        type: 'consent_required',
        title: 'The person has to allow it first',
        status: 400,
        detail: 'Send the person to the page that asks.',
      },
    },
    csrf_mismatch: {
      status: 403,
      body: {
        type: 'csrf_mismatch',
        title: 'The CSRF token is missing or does not match',
        status: 403,
        detail: 'Get one from GET /auth/csrf-token.',
      },
    },
    csrf_session_missing: {
      status: 403,
      body: {
        type: 'csrf_session_missing',
        title: 'There is no CSRF session',
        status: 403,
        detail: 'Call GET /auth/csrf-session first.',
      },
    },
    delivery_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such delivery',
        status: 404,
        detail: 'There is no such delivery, or it was too old.',
      },
    },
    device_code_expired: {
      status: 400,
      body: {
        type: 'device_code_expired',
        title: 'The device has waited for too long',
        status: 400,
        detail: 'Begin again on the device.',
      },
    },
    device_denied: {
      status: 400,
      body: {
        type: 'device_denied',
        title: 'The person did not let the device in',
        status: 400,
        detail: 'Begin again on the device.',
      },
    },
    email_missing: {
      status: 403,
      body: {
        type: 'email_missing',
        title: 'The provider tells no email address',
        status: 403,
        detail: 'Sign in another way, or add an address there.',
      },
    },
    email_not_verified: {
      status: 403,
      body: {
        type: 'email_not_verified',
        title: 'Confirm your email address first',
        status: 403,
        detail: 'Open the link in the mail that was sent to it.',
      },
    },
    email_template_exists: {
      status: 409,
      body: {
        type: 'email_template_exists',
        title: 'There is a template for this mail and language',
        status: 409,
        detail: 'Change that one.',
      },
    },
    email_template_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such mail template',
        status: 404,
        detail: 'There is no such mail template.',
      },
    },
    email_unverified_at_provider: {
      status: 409,
      body: {
        type: 'email_unverified_at_provider',
        title: 'This email already has a user, and the provider does not vouch for it: sign in another way',
        status: 409,
        detail: 'The provider does not say that the address is yours: sign in another way.',
      },
    },
    environment_exists: {
      status: 409,
      body: {
        type: 'environment_exists',
        title: 'There is an environment of that name',
        status: 409,
        detail: 'Choose another name.',
      },
    },
    environment_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such environment',
        status: 404,
        detail: 'The application has no such environment.',
      },
    },
    filter_not_taken: {
      status: 403,
      body: {
        type: 'filter_not_taken',
        title: 'This document is not filtered',
        status: 403,
        detail: 'Ask for all of it.',
      },
    },
    guide_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such page',
        status: 404,
        detail: 'See /llms.txt for those there are.',
      },
    },
    identity_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such link to a provider',
        status: 404,
        detail: 'There is no such link to a provider.',
      },
    },
    insufficient_permission: {
      status: 403,
      body: {
        type: 'insufficient_permission',
        title: 'Your roles do not allow that',
        status: 403,
        detail: 'Permission: users:read.',
      },
    },
    insufficient_role: {
      status: 403,
      body: {
        type: 'insufficient_role',
        title: 'Your role does not allow that',
        status: 403,
        detail: 'Your role does not allow that.',
      },
    },
    insufficient_scope: {
      status: 403,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="insufficient_scope"' },
      body: {
        type: 'insufficient_scope',
        title: 'The token may not be used for that',
        status: 403,
        detail: 'Ask for a token with the scope openid.',
      },
    },
    internal: {
      status: 500,
      body: {
        type: 'internal',
        title: 'Something went wrong on our side',
        status: 500,
        detail: 'The request id finds it in our logs.',
      },
    },
    invalid_admin_code: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_admin_code',
        title: 'The code is wrong, expired or used up',
        status: 401,
        detail: 'Ask your console for a new code.',
      },
    },
    invalid_api_key: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_api_key',
        title: 'The API key is not known here',
        status: 401,
        detail: 'The API key is not known here.',
      },
    },
    invalid_audience: {
      status: 400,
      body: {
        type: 'invalid_audience',
        title: 'This client may not ask for that audience',
        status: 400,
        detail: 'Ask for a registered audience.',
      },
    },
    invalid_authorization_code: {
      status: 400,
      body: {
        type: 'invalid_authorization_code',
        title: 'The code is wrong or used up',
        status: 400,
        detail: 'Start again.',
      },
    },
    invalid_client_metadata: {
      status: 400,
      body: {
        type: 'invalid_client_metadata',
        title: 'The client cannot be as it says',
        status: 400,
        detail: 'Correct the named field and try again.',
      },
    },
    invalid_code: {
      status: 400,
      body: {
        type: 'invalid_code',
        title: 'The code is wrong or not good any more',
        status: 400,
        detail: 'The code is wrong or not good any more.',
      },
    },
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_credentials',
        title: 'Wrong email or password',
        status: 401,
        detail: 'The email or the password is wrong.',
      },
    },
    invalid_cursor: {
      status: 400,
      body: {
        type: 'invalid_cursor',
        title: 'The cursor is not one that a page gave',
        status: 400,
        detail: 'Begin again without a value.',
      },
    },
    invalid_device_code: {
      status: 400,
      body: {
        type: 'invalid_device_code',
        title: 'The device code is wrong or used up',
        status: 400,
        detail: 'Begin again on the device.',
      },
    },
    invalid_dpop_proof: {
      status: 400,
      body: {
        type: 'invalid_dpop_proof',
        title: 'The DPoP proof is not valid',
        status: 400,
        detail: 'Send a new proof of the same key, for this request.',
      },
    },
    invalid_filter: {
      status: 400,
      body: {
        type: 'invalid_filter',
        title: 'The filter is not one that is understood here',
        status: 400,
        detail: 'Compare fewer things.',
      },
    },
    invalid_id_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_id_token',
        title: 'The ID token is not good, not for this application, or was used before',
        status: 401,
        detail: 'Get a new one from the provider, for this application.',
      },
    },
    invalid_invitation: {
      status: 400,
      body: {
        type: 'invalid_invitation',
        title: 'This invitation does not work any more',
        status: 400,
        detail: 'Ask for a new one.',
      },
    },
    invalid_link: {
      status: 400,
      body: { type: 'invalid_link', title: 'The link is not good any more', status: 400, detail: 'Ask for a new one.' },
    },
    invalid_mfa_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_mfa_token',
        title: 'The sign-in is not open any more',
        status: 401,
        detail: 'Sign in again.',
      },
    },
    invalid_passkey: {
      status: 400,
      body: {
        type: 'invalid_passkey',
        title: 'This passkey was not accepted',
        status: 400,
        detail: 'Try again or answer with a code.',
      },
    },
    invalid_path: {
      status: 400,
      body: {
        type: 'invalid_path',
        title: 'The path is not one that can be changed here',
        status: 400,
        detail: 'Name an attribute that the schema has.',
      },
    },
    invalid_redirect_uri: {
      status: 400,
      body: {
        type: 'invalid_redirect_uri',
        title: 'The redirect URI is not allowed',
        status: 400,
        detail: "The redirect URI is not on the application's list.",
      },
    },
    invalid_refresh_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'invalid_refresh_token', title: 'The session has ended', status: 401, detail: 'Sign in again.' },
    },
    invalid_request: {
      status: 400,
      body: { type: 'invalid_request', title: 'The request is not valid', status: 400, detail: 'email: is missing' },
    },
    invalid_request_object: {
      status: 400,
      body: {
        type: 'invalid_request_object',
        title: 'The request object is not good',
        status: 400,
        detail: 'Sign it with a key that is registered, for this issuer.',
      },
    },
    invalid_request_uri: {
      status: 400,
      body: {
        type: 'invalid_request_uri',
        title: 'There is no request of this client, or it is used up or too old',
        status: 400,
        detail: 'Push the request again, or register its address as one of request_uris.',
      },
    },
    invalid_scope: {
      status: 400,
      body: {
        type: 'invalid_scope',
        title: 'The client may not ask for that scope',
        status: 400,
        detail: 'defaultScopes: must be a part of scopes',
      },
    },
    invalid_subject_token: {
      status: 400,
      body: {
        type: 'invalid_subject_token',
        title: 'The token to exchange is not valid for this client',
        status: 400,
        detail: 'Exchange a token that this client has got.',
      },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: {
        type: 'unauthorized',
        title: 'The access token is not valid any more',
        status: 401,
        detail: 'Sign in again or refresh the session.',
      },
    },
    invalid_user_code: {
      status: 400,
      body: {
        type: 'invalid_user_code',
        title: 'No device waits with this code, or not any more',
        status: 400,
        detail: 'Look at the code on the device.',
      },
    },
    invitation_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such invitation',
        status: 404,
        detail: 'There is no such invitation.',
      },
    },
    last_owner: {
      status: 409,
      body: {
        type: 'last_owner',
        title: 'The organization would be left without an owner',
        status: 409,
        detail: 'Make somebody else an owner first.',
      },
    },
    last_sign_in_method: {
      status: 409,
      body: {
        type: 'last_sign_in_method',
        title: 'Nothing else would sign you in',
        status: 409,
        detail: 'Set a password or add a passkey first.',
      },
    },
    login_required: {
      status: 400,
      body: { type: 'login_required', title: 'Somebody has to sign in first', status: 400, detail: 'Sign in.' },
    },
    machine_required: {
      status: 403,
      body: {
        type: 'machine_required',
        title: 'This is for machines of the application',
        status: 403,
        detail: 'Use the token of a machine client.',
      },
    },
    mail_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such mail', status: 404, detail: 'Check the id.' },
    },
    member_exists: {
      status: 409,
      body: {
        type: 'member_exists',
        title: 'This user is a member already',
        status: 409,
        detail: 'This user is a member already.',
      },
    },
    member_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such member', status: 404, detail: 'There is no such member.' },
    },
    method_not_allowed: {
      status: 405,
      body: {
        type: 'method_not_allowed',
        title: 'This address does not take that method',
        status: 405,
        detail: 'Use a method that the Allow header names.',
      },
    },
    no_target: {
      status: 400,
      body: { type: 'no_target', title: 'What is removed has to be named', status: 400, detail: 'Give a path.' },
    },
    not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'Nothing lives at this address',
        status: 404,
        detail: 'Check the path, or read GET /openapi.json.',
      },
    },
    not_implemented: {
      status: 501,
      body: {
        type: 'not_implemented',
        title: 'This server does not do that',
        status: 501,
        detail: 'Ask a server that has this operation.',
      },
    },
    not_provisioned: {
      status: 403,
      body: {
        type: 'not_provisioned',
        title: 'This directory has not made that user, or not alone',
        status: 403,
        detail: 'Change the user where they were made.',
      },
    },
    origin_not_allowed: {
      status: 403,
      body: {
        type: 'origin_not_allowed',
        title: 'This origin may not use this client',
        status: 403,
        detail: 'Register the origin of your page.',
      },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: { type: 'overloaded', title: 'The service is busy', status: 503, detail: 'Try again in a moment.' },
    },
    passkey_exists: {
      status: 409,
      body: {
        type: 'passkey_exists',
        title: 'This passkey is there already',
        status: 409,
        detail: 'Use another authenticator.',
      },
    },
    passkey_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such passkey', status: 404, detail: 'Check the id.' },
    },
    payload_too_large: {
      status: 413,
      body: {
        type: 'payload_too_large',
        title: 'The body is too large',
        status: 413,
        detail: 'The body is larger than 100 kB.',
      },
    },
    permission_exists: {
      status: 409,
      body: {
        type: 'permission_exists',
        title: 'There is such a permission already',
        status: 409,
        detail: 'Choose another resource or action.',
      },
    },
    permission_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such permission',
        status: 404,
        detail: 'There is no such permission.',
      },
    },
    polling_too_fast: {
      status: 400,
      body: {
        type: 'polling_too_fast',
        title: 'The device asks too often',
        status: 400,
        detail: 'Wait five seconds longer between two questions.',
      },
    },
    precondition_failed: {
      status: 412,
      body: { type: 'precondition_failed', title: 'It has changed meanwhile', status: 412, detail: 'Get it again.' },
    },
    provider_denied: {
      status: 403,
      body: {
        type: 'provider_denied',
        title: 'The provider says that the sign-in was cancelled',
        status: 403,
        detail: 'Begin again.',
      },
    },
    provider_flow_invalid: {
      status: 400,
      body: {
        type: 'provider_flow_invalid',
        title: 'This sign-in was not begun in this browser, took too long or is used up',
        status: 400,
        detail: 'Begin again.',
      },
    },
    provider_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such provider, or it is not switched on',
        status: 404,
        detail: 'There is no such provider, or it is not switched on.',
      },
    },
    provider_unavailable: {
      status: 502,
      body: {
        type: 'provider_unavailable',
        title: 'The provider did not answer as it should',
        status: 502,
        detail: 'Try again later, or sign in another way.',
      },
    },
    quota_exceeded: {
      status: 409,
      body: {
        type: 'quota_exceeded',
        title: 'There are as many of these as there may be',
        status: 409,
        detail: 'Quota: 100 accounts made by one user.',
      },
    },
    read_only: {
      status: 400,
      body: {
        type: 'read_only',
        title: 'This attribute is not changed here, or not taken away',
        status: 400,
        detail: 'Leave it out.',
      },
    },
    reauthentication_required: {
      status: 403,
      body: {
        type: 'reauthentication_required',
        title: 'Sign in again first',
        status: 403,
        detail: 'This is only allowed within ten minutes of a proof. Sign in again or send one to auth/reauthenticate.',
      },
    },
    registration_closed: {
      status: 403,
      body: {
        type: 'registration_closed',
        title: 'Clients do not register themselves here',
        status: 403,
        detail: 'Ask whoever runs the application.',
      },
    },
    registration_not_supported: {
      status: 400,
      body: {
        type: 'registration_not_supported',
        title: 'A client is registered before it asks',
        status: 400,
        detail: 'Register the client first.',
      },
    },
    request_uri_not_supported: {
      status: 400,
      body: {
        type: 'request_uri_not_supported',
        title: 'The client has registered no request_uris',
        status: 400,
        detail: 'Register them, or send the parameters themselves.',
      },
    },
    role_exists: {
      status: 409,
      body: { type: 'role_exists', title: 'There is a role of that name', status: 409, detail: 'Choose another name.' },
    },
    role_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such role', status: 404, detail: 'There is no such role.' },
    },
    second_factor_exists: {
      status: 409,
      body: {
        type: 'mfa_already_enabled',
        title: 'There is a second factor already',
        status: 409,
        detail: 'Switch it off first.',
      },
    },
    second_factor_missing: {
      status: 409,
      body: { type: 'mfa_not_enabled', title: 'There is no second factor', status: 409, detail: 'Set one up first.' },
    },
    second_factor_required: {
      status: 403,
      body: {
        type: 'mfa_required',
        title: 'A second factor is needed',
        status: 403,
        detail: 'Send a code of your authenticator app.',
      },
    },
    session_confined: {
      status: 403,
      body: {
        type: 'session_confined',
        title: 'This session acts in one account alone',
        status: 403,
        detail: 'Sign in to do more.',
      },
    },
    session_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such session',
        status: 404,
        detail: 'There is no such session, or it is over.',
      },
    },
    sign_up_disabled: {
      status: 403,
      body: {
        type: 'sign_up_disabled',
        title: 'New users cannot sign up here',
        status: 403,
        detail: 'New users cannot sign up here.',
      },
    },
    slug_taken: {
      status: 409,
      body: { type: 'slug_taken', title: 'The slug is taken', status: 409, detail: 'Choose another slug.' },
    },
    too_many_keys: {
      status: 409,
      body: {
        type: 'too_many_keys',
        title: 'There are as many keys as there may be',
        status: 409,
        detail: 'Revoke one that is not used any more.',
      },
    },
    too_many_requests: {
      status: 429,
      body: {
        type: 'too_many_requests',
        title: 'Too many tries. Wait and try again',
        status: 429,
        detail: 'Limit: sign-ins of one user.',
      },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'unauthorized',
        title: 'Credentials are missing',
        status: 401,
        detail: 'Send X-Publishable-Key below /api/v1 and an access token where somebody must be signed in.',
      },
    },
    unauthorized_client: {
      status: 400,
      body: {
        type: 'unauthorized_client',
        title: 'The client may not do that',
        status: 400,
        detail: 'Use another client.',
      },
    },
    unavailable: {
      status: 503,
      headers: { 'Retry-After': '5' },
      body: {
        type: 'unavailable',
        title: 'The service is not available right now',
        status: 503,
        detail: 'Try again in a moment.',
      },
    },
    unknown_client: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_publishable_key',
        title: 'Unknown publishable key',
        status: 401,
        detail: 'No environment has this publishable key.',
      },
    },
    unmet_authentication_requirements: {
      status: 400,
      body: {
        type: 'unmet_authentication_requirements',
        title: 'Nobody can sign in as the request demands',
        status: 400,
        detail: 'Ask for less.',
      },
    },
    unregistrable_redirect_uri: {
      status: 400,
      body: {
        type: 'unregistrable_redirect_uri',
        title: 'Nobody can be sent to that redirect URI',
        status: 400,
        detail: 'Register an https address, or one of this machine.',
      },
    },
    unsupported_grant_type: {
      status: 400,
      body: {
        type: 'unsupported_grant_type',
        title: 'There is no such grant type',
        status: 400,
        detail: 'Use a grant type that the discovery document names.',
      },
    },
    unsupported_media_type: {
      status: 415,
      body: {
        type: 'unsupported_media_type',
        title: 'The content type is not taken',
        status: 415,
        detail: 'This operation takes application/json.',
      },
    },
    unsupported_response_type: {
      status: 400,
      body: {
        type: 'unsupported_response_type',
        title: 'There is no such response type',
        status: 400,
        detail: 'Use the response type code.',
      },
    },
    use_dpop_nonce: {
      status: 400,
      body: {
        type: 'use_dpop_nonce',
        title: 'The DPoP proof has to name a nonce',
        status: 400,
        detail: 'Send a new proof with the nonce that DPoP-Nonce gives.',
      },
    },
    user_exists: {
      status: 409,
      body: { type: 'user_exists', title: 'This email already has a user', status: 409, detail: 'Sign in instead.' },
    },
    user_inactive: {
      status: 403,
      body: { type: 'user_inactive', title: 'This user may not sign in', status: 403, detail: 'Ask an administrator.' },
    },
    user_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such user', status: 404, detail: 'There is no such user.' },
    },
    weak_password: {
      status: 400,
      body: {
        type: 'weak_password',
        title: 'Choose a stronger password',
        status: 400,
        detail: 'Use at least 8 characters.',
      },
    },
    webhook_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such webhook', status: 404, detail: 'There is no such webhook.' },
    },
    wrong_password: {
      status: 403,
      body: { type: 'wrong_password', title: 'The password is wrong', status: 403, detail: 'The password is wrong.' },
    },
  },
  oauth: {
    access_denied: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This client is for members of its account' },
    },
    account_has_children: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'Other accounts stand below this one' },
    },
    account_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such account' },
    },
    admin_only: { status: 403, body: { error: 'access_denied', error_description: 'Only administrators may do that' } },
    api_key_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such API key' },
    },
    application_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such application' },
    },
    authenticator_app_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such authenticator app' },
    },
    authorization_pending: {
      status: 400,
      body: { error: 'authorization_pending', error_description: 'Nobody has let the device in yet' },
    },
    built_in: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'It is built in and stays as it is' },
    },
    client_not_found: { status: 404, body: { error: 'invalid_request', error_description: 'There is no such client' } },
    consent_denied: { status: 403, body: { error: 'access_denied', error_description: 'The person did not allow it' } },
    consent_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such consent' },
    },
    consent_required: {
      status: 400,
      body: { error: 'consent_required', error_description: 'The person has to allow it first' },
    },
    csrf_mismatch: {
      status: 403,
      body: { error: 'access_denied', error_description: 'The CSRF token is missing or does not match' },
    },
    csrf_session_missing: {
      status: 403,
      body: { error: 'access_denied', error_description: 'There is no CSRF session' },
    },
    delivery_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such delivery' },
    },
    device_code_expired: {
      status: 400,
      body: { error: 'expired_token', error_description: 'The device has waited for too long' },
    },
    device_denied: {
      status: 400,
      body: { error: 'access_denied', error_description: 'The person did not let the device in' },
    },
    email_missing: {
      status: 403,
      body: { error: 'access_denied', error_description: 'The provider tells no email address' },
    },
    email_not_verified: {
      status: 403,
      body: { error: 'access_denied', error_description: 'Confirm your email address first' },
    },
    email_template_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There is a template for this mail and language' },
    },
    email_template_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such mail template' },
    },
    email_unverified_at_provider: {
      status: 409,
      body: {
        error: 'access_denied',
        error_description: 'This email already has a user, and the provider does not vouch for it: sign in another way',
      },
    },
    environment_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There is an environment of that name' },
    },
    environment_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such environment' },
    },
    filter_not_taken: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This document is not filtered' },
    },
    guide_not_found: { status: 404, body: { error: 'invalid_request', error_description: 'There is no such page' } },
    identity_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such link to a provider' },
    },
    insufficient_permission: {
      status: 403,
      body: { error: 'access_denied', error_description: 'Your roles do not allow that' },
    },
    insufficient_role: {
      status: 403,
      body: { error: 'access_denied', error_description: 'Your role in this account does not allow that' },
    },
    insufficient_scope: {
      status: 403,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="insufficient_scope"' },
      body: { error: 'insufficient_scope', error_description: 'The token may not be used for that' },
    },
    internal: { status: 500, body: { error: 'server_error', error_description: 'Something went wrong on our side' } },
    invalid_admin_code: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { error: 'invalid_token', error_description: 'The code is wrong, expired or used up' },
    },
    invalid_api_key: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { error: 'invalid_token', error_description: 'The API key is not known here' },
    },
    invalid_audience: {
      status: 400,
      body: { error: 'invalid_target', error_description: 'This client may not ask for that audience' },
    },
    invalid_authorization_code: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'The code is wrong or used up' },
    },
    invalid_client_metadata: {
      status: 400,
      body: { error: 'invalid_client_metadata', error_description: 'The client cannot be as it says' },
    },
    invalid_code: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'The code is wrong or does not work any more' },
    },
    invalid_credentials: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Wrong email or password' },
    },
    invalid_cursor: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'The cursor is not one that a page gave' },
    },
    invalid_device_code: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'The device code is wrong or used up' },
    },
    invalid_dpop_proof: {
      status: 400,
      body: { error: 'invalid_dpop_proof', error_description: 'The DPoP proof is not valid' },
    },
    invalid_filter: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'The filter is not one that is understood here' },
    },
    invalid_id_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'invalid_token',
        error_description: 'The ID token is not good, not for this application, or was used before',
      },
    },
    invalid_invitation: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'This invitation does not work any more' },
    },
    invalid_link: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'This link does not work any more' },
    },
    invalid_mfa_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { error: 'invalid_grant', error_description: 'The sign-in is not open any more' },
    },
    invalid_passkey: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'This passkey was not accepted' },
    },
    invalid_path: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'The path is not one that can be changed here' },
    },
    invalid_redirect_uri: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'The client has no such redirect URI' },
    },
    invalid_refresh_token: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'The refresh token is not valid any more' },
    },
    invalid_request: { status: 400, body: { error: 'invalid_request', error_description: 'The request is not valid' } },
    invalid_request_object: {
      status: 400,
      body: { error: 'invalid_request_object', error_description: 'The request object is not good' },
    },
    invalid_request_uri: {
      status: 400,
      body: {
        error: 'invalid_request_uri',
        error_description: 'There is no request of this client, or it is used up or too old',
      },
    },
    invalid_scope: {
      status: 400,
      body: { error: 'invalid_scope', error_description: 'The client may not ask for that scope' },
    },
    invalid_subject_token: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'The token to exchange is not valid for this client' },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: { error: 'invalid_token', error_description: 'The access token is not valid any more' },
    },
    invalid_user_code: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'No device waits with this code, or not any more' },
    },
    invitation_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such invitation' },
    },
    last_owner: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'An account always has an owner' },
    },
    last_sign_in_method: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'Nothing else would sign you in' },
    },
    login_required: {
      status: 400,
      body: { error: 'login_required', error_description: 'Somebody has to sign in first' },
    },
    machine_required: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This is for machines of the application' },
    },
    mail_not_found: { status: 404, body: { error: 'invalid_request', error_description: 'There is no such mail' } },
    member_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'This user is a member already' },
    },
    member_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'The account has no such member' },
    },
    method_not_allowed: {
      status: 405,
      body: { error: 'invalid_request', error_description: 'This address does not take that method' },
    },
    no_target: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'What is removed has to be named' },
    },
    not_found: { status: 404, body: { error: 'invalid_request', error_description: 'Nothing lives at this address' } },
    not_implemented: {
      status: 501,
      body: { error: 'server_error', error_description: 'This server does not do that' },
    },
    not_provisioned: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This directory has not made that user, or not alone' },
    },
    origin_not_allowed: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This origin may not use this client' },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: { error: 'temporarily_unavailable', error_description: 'The service is busy. Try again in a moment' },
    },
    passkey_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'This passkey is there already' },
    },
    passkey_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such passkey' },
    },
    payload_too_large: {
      status: 413,
      body: { error: 'invalid_request', error_description: 'The body is larger than 100 kB' },
    },
    permission_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There is such a permission already' },
    },
    permission_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such permission' },
    },
    polling_too_fast: { status: 400, body: { error: 'slow_down', error_description: 'The device asks too often' } },
    precondition_failed: {
      status: 412,
      body: { error: 'precondition_failed', error_description: 'It has changed meanwhile' },
    },
    provider_denied: {
      status: 403,
      body: { error: 'access_denied', error_description: 'The provider says that the sign-in was cancelled' },
    },
    provider_flow_invalid: {
      status: 400,
      body: {
        error: 'invalid_request',
        error_description: 'This sign-in was not begun in this browser, took too long or is used up',
      },
    },
    provider_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such provider, or it is not switched on' },
    },
    provider_unavailable: {
      status: 502,
      body: { error: 'temporarily_unavailable', error_description: 'The provider did not answer as it should' },
    },
    quota_exceeded: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There are as many of these as there may be' },
    },
    read_only: {
      status: 400,
      body: { error: 'invalid_request', error_description: 'This attribute is not changed here, or not taken away' },
    },
    reauthentication_required: {
      status: 403,
      body: { error: 'access_denied', error_description: 'Sign in again first' },
    },
    registration_closed: {
      status: 403,
      body: { error: 'access_denied', error_description: 'Clients do not register themselves here' },
    },
    registration_not_supported: {
      status: 400,
      body: { error: 'registration_not_supported', error_description: 'A client is registered before it asks' },
    },
    request_uri_not_supported: {
      status: 400,
      body: { error: 'request_uri_not_supported', error_description: 'The client has registered no request_uris' },
    },
    role_exists: { status: 409, body: { error: 'invalid_request', error_description: 'There is a role of that name' } },
    role_not_found: { status: 404, body: { error: 'invalid_request', error_description: 'There is no such role' } },
    second_factor_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There is a second factor already' },
    },
    second_factor_missing: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There is no second factor' },
    },
    second_factor_required: {
      status: 403,
      body: { error: 'access_denied', error_description: 'A second factor is needed' },
    },
    session_confined: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This session acts in one account alone' },
    },
    session_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such session' },
    },
    sign_up_disabled: {
      status: 403,
      body: { error: 'access_denied', error_description: 'New users cannot sign up here' },
    },
    slug_taken: { status: 409, body: { error: 'invalid_request', error_description: 'The slug is taken' } },
    too_many_keys: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There are as many keys as there may be' },
    },
    too_many_requests: {
      status: 429,
      body: { error: 'slow_down', error_description: 'Too many tries. Wait and try again' },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", DPoP algs="ES256 PS256 EdDSA Ed25519"' },
      body: { error: 'invalid_token', error_description: 'An access token is needed' },
    },
    unauthorized_client: {
      status: 400,
      body: { error: 'unauthorized_client', error_description: 'The client may not do that' },
    },
    unavailable: {
      status: 503,
      headers: { 'Retry-After': '5' },
      body: { error: 'temporarily_unavailable', error_description: 'The service is not available right now' },
    },
    unknown_client: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Basic realm="countersign"' },
      body: { error: 'invalid_client', error_description: 'Unknown client or wrong secret' },
    },
    unmet_authentication_requirements: {
      status: 400,
      body: {
        error: 'unmet_authentication_requirements',
        error_description: 'Nobody can sign in as the request demands',
      },
    },
    unregistrable_redirect_uri: {
      status: 400,
      body: { error: 'invalid_redirect_uri', error_description: 'Nobody can be sent to that redirect URI' },
    },
    unsupported_grant_type: {
      status: 400,
      body: { error: 'unsupported_grant_type', error_description: 'There is no such grant type' },
    },
    unsupported_media_type: {
      status: 415,
      body: { error: 'invalid_request', error_description: 'This operation does not take that content type' },
    },
    unsupported_response_type: {
      status: 400,
      body: { error: 'unsupported_response_type', error_description: 'There is no such response type' },
    },
    use_dpop_nonce: {
      status: 400,
      body: { error: 'use_dpop_nonce', error_description: 'The DPoP proof has to name a nonce' },
    },
    user_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'There is a user with this email address' },
    },
    user_inactive: { status: 403, body: { error: 'access_denied', error_description: 'This user may not sign in' } },
    user_not_found: { status: 404, body: { error: 'invalid_request', error_description: 'There is no such user' } },
    weak_password: { status: 400, body: { error: 'invalid_request', error_description: 'Choose a stronger password' } },
    webhook_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such webhook' },
    },
    wrong_password: { status: 403, body: { error: 'access_denied', error_description: 'The password is wrong' } },
  },
  platform: {
    access_denied: {
      status: 403,
      body: {
        type: 'access_denied',
        title: 'This client is for members of its account',
        status: 403,
        detail: 'Ask for an invitation.',
      },
    },
    account_has_children: {
      status: 409,
      body: {
        type: 'organization_has_children',
        title: 'The organization has others below it',
        status: 409,
        detail: 'Delete the organizations below it first.',
      },
    },
    account_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such organization',
        status: 404,
        detail: 'There is no such organization.',
      },
    },
    admin_only: {
      status: 403,
      body: {
        type: 'admin_only',
        title: 'Only administrators may do that',
        status: 403,
        detail: "Use an administrator's token or an API key.",
      },
    },
    api_key_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such API key',
        status: 404,
        detail: 'The application has no such key.',
      },
    },
    application_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such application',
        status: 404,
        detail: 'There is no such application.',
      },
    },
    authenticator_app_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such authenticator app', status: 404, detail: 'Check the id.' },
    },
    authorization_pending: {
      status: 400,
      body: {
        type: 'authorization_pending',
        title: 'Nobody has let the device in yet',
        status: 400,
        detail: 'Ask again after the interval.',
      },
    },
    built_in: {
      status: 409,
      body: {
        type: 'built_in',
        title: 'It is built in and stays as it is',
        status: 409,
        detail: 'Make one of your own.',
      },
    },
    client_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such client',
        status: 404,
        detail: 'The application has no such client.',
      },
    },
    consent_denied: {
      status: 403,
      body: { type: 'consent_denied', title: 'The person did not allow it', status: 403, detail: 'Begin again' },
    },
    consent_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such consent', status: 404, detail: 'Check the client id.' },
    },
    consent_required: {
      status: 400,
      body: {
        type: 'consent_required',
        title: 'The person has to allow it first',
        status: 400,
        detail: 'Send the person to the page that asks.',
      },
    },
    csrf_mismatch: {
      status: 403,
      body: {
        type: 'csrf_mismatch',
        title: 'The CSRF token is missing or does not match',
        status: 403,
        detail: 'Get one from GET /auth/csrf-token.',
      },
    },
    csrf_session_missing: {
      status: 403,
      body: {
        type: 'csrf_session_missing',
        title: 'There is no CSRF session',
        status: 403,
        detail: 'Call GET /auth/csrf-session first.',
      },
    },
    delivery_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such delivery',
        status: 404,
        detail: 'There is no such delivery, or it was too old.',
      },
    },
    device_code_expired: {
      status: 400,
      body: {
        type: 'device_code_expired',
        title: 'The device has waited for too long',
        status: 400,
        detail: 'Begin again on the device.',
      },
    },
    device_denied: {
      status: 400,
      body: {
        type: 'device_denied',
        title: 'The person did not let the device in',
        status: 400,
        detail: 'Begin again on the device.',
      },
    },
    email_missing: {
      status: 403,
      body: {
        type: 'email_missing',
        title: 'The provider tells no email address',
        status: 403,
        detail: 'Sign in another way, or add an address there.',
      },
    },
    email_not_verified: {
      status: 403,
      body: {
        type: 'email_not_verified',
        title: 'Confirm your email address first',
        status: 403,
        detail: 'Open the link in the mail that was sent to it.',
      },
    },
    email_template_exists: {
      status: 409,
      body: {
        type: 'email_template_exists',
        title: 'There is a template for this mail and language',
        status: 409,
        detail: 'Change that one.',
      },
    },
    email_template_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such mail template',
        status: 404,
        detail: 'There is no such mail template.',
      },
    },
    email_unverified_at_provider: {
      status: 409,
      body: {
        type: 'email_unverified_at_provider',
        title: 'This email already has a user, and the provider does not vouch for it: sign in another way',
        status: 409,
        detail: 'The provider does not say that the address is yours: sign in another way.',
      },
    },
    environment_exists: {
      status: 409,
      body: {
        type: 'environment_exists',
        title: 'There is an environment of that name',
        status: 409,
        detail: 'Choose another name.',
      },
    },
    environment_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such environment',
        status: 404,
        detail: 'The application has no such environment.',
      },
    },
    filter_not_taken: {
      status: 403,
      body: {
        type: 'filter_not_taken',
        title: 'This document is not filtered',
        status: 403,
        detail: 'Ask for all of it.',
      },
    },
    guide_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such page',
        status: 404,
        detail: 'See /llms.txt for those there are.',
      },
    },
    identity_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such link to a provider',
        status: 404,
        detail: 'There is no such link to a provider.',
      },
    },
    insufficient_permission: {
      status: 403,
      body: {
        type: 'insufficient_permission',
        title: 'Your roles do not allow that',
        status: 403,
        detail: 'Permission: users:read.',
      },
    },
    insufficient_role: {
      status: 403,
      body: {
        type: 'insufficient_role',
        title: 'Your role does not allow that',
        status: 403,
        detail: 'Your role does not allow that.',
      },
    },
    insufficient_scope: {
      status: 403,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="insufficient_scope"' },
      body: {
        type: 'insufficient_scope',
        title: 'The token may not be used for that',
        status: 403,
        detail: 'Ask for a token with the scope openid.',
      },
    },
    internal: {
      status: 500,
      body: {
        type: 'internal',
        title: 'Something went wrong on our side',
        status: 500,
        detail: 'The request id finds it in our logs.',
      },
    },
    invalid_admin_code: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_admin_code',
        title: 'The code is wrong, expired or used up',
        status: 401,
        detail: 'Ask your console for a new code.',
      },
    },
    invalid_api_key: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_api_key',
        title: 'The API key is not known here',
        status: 401,
        detail: 'The API key is not known here.',
      },
    },
    invalid_audience: {
      status: 400,
      body: {
        type: 'invalid_audience',
        title: 'This client may not ask for that audience',
        status: 400,
        detail: 'Ask for a registered audience.',
      },
    },
    invalid_authorization_code: {
      status: 400,
      body: {
        type: 'invalid_authorization_code',
        title: 'The code is wrong or used up',
        status: 400,
        detail: 'Start again.',
      },
    },
    invalid_client_metadata: {
      status: 400,
      body: {
        type: 'invalid_client_metadata',
        title: 'The client cannot be as it says',
        status: 400,
        detail: 'Correct the named field and try again.',
      },
    },
    invalid_code: {
      status: 400,
      body: {
        type: 'invalid_code',
        title: 'The code is wrong or not good any more',
        status: 400,
        detail: 'The code is wrong or not good any more.',
      },
    },
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_credentials',
        title: 'Wrong email or password',
        status: 401,
        detail: 'The email or the password is wrong.',
      },
    },
    invalid_cursor: {
      status: 400,
      body: {
        type: 'invalid_cursor',
        title: 'The cursor is not one that a page gave',
        status: 400,
        detail: 'Begin again without a value.',
      },
    },
    invalid_device_code: {
      status: 400,
      body: {
        type: 'invalid_device_code',
        title: 'The device code is wrong or used up',
        status: 400,
        detail: 'Begin again on the device.',
      },
    },
    invalid_dpop_proof: {
      status: 400,
      body: {
        type: 'invalid_dpop_proof',
        title: 'The DPoP proof is not valid',
        status: 400,
        detail: 'Send a new proof of the same key, for this request.',
      },
    },
    invalid_filter: {
      status: 400,
      body: {
        type: 'invalid_filter',
        title: 'The filter is not one that is understood here',
        status: 400,
        detail: 'Compare fewer things.',
      },
    },
    invalid_id_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_id_token',
        title: 'The ID token is not good, not for this application, or was used before',
        status: 401,
        detail: 'Get a new one from the provider, for this application.',
      },
    },
    invalid_invitation: {
      status: 400,
      body: {
        type: 'invalid_invitation',
        title: 'This invitation does not work any more',
        status: 400,
        detail: 'Ask for a new one.',
      },
    },
    invalid_link: {
      status: 400,
      body: { type: 'invalid_link', title: 'The link is not good any more', status: 400, detail: 'Ask for a new one.' },
    },
    invalid_mfa_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_mfa_token',
        title: 'The sign-in is not open any more',
        status: 401,
        detail: 'Sign in again.',
      },
    },
    invalid_passkey: {
      status: 400,
      body: {
        type: 'invalid_passkey',
        title: 'This passkey was not accepted',
        status: 400,
        detail: 'Try again or answer with a code.',
      },
    },
    invalid_path: {
      status: 400,
      body: {
        type: 'invalid_path',
        title: 'The path is not one that can be changed here',
        status: 400,
        detail: 'Name an attribute that the schema has.',
      },
    },
    invalid_redirect_uri: {
      status: 400,
      body: {
        type: 'invalid_redirect_uri',
        title: 'The redirect URI is not allowed',
        status: 400,
        detail: "The redirect URI is not on the application's list.",
      },
    },
    invalid_refresh_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'invalid_refresh_token', title: 'The session has ended', status: 401, detail: 'Sign in again.' },
    },
    invalid_request: {
      status: 400,
      body: { type: 'invalid_request', title: 'The request is not valid', status: 400, detail: 'email: is missing' },
    },
    invalid_request_object: {
      status: 400,
      body: {
        type: 'invalid_request_object',
        title: 'The request object is not good',
        status: 400,
        detail: 'Sign it with a key that is registered, for this issuer.',
      },
    },
    invalid_request_uri: {
      status: 400,
      body: {
        type: 'invalid_request_uri',
        title: 'There is no request of this client, or it is used up or too old',
        status: 400,
        detail: 'Push the request again, or register its address as one of request_uris.',
      },
    },
    invalid_scope: {
      status: 400,
      body: {
        type: 'invalid_scope',
        title: 'The client may not ask for that scope',
        status: 400,
        detail: 'defaultScopes: must be a part of scopes',
      },
    },
    invalid_subject_token: {
      status: 400,
      body: {
        type: 'invalid_subject_token',
        title: 'The token to exchange is not valid for this client',
        status: 400,
        detail: 'Exchange a token that this client has got.',
      },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: {
        type: 'unauthorized',
        title: 'The access token is not valid any more',
        status: 401,
        detail: 'Sign in again or refresh the session.',
      },
    },
    invalid_user_code: {
      status: 400,
      body: {
        type: 'invalid_user_code',
        title: 'No device waits with this code, or not any more',
        status: 400,
        detail: 'Look at the code on the device.',
      },
    },
    invitation_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such invitation',
        status: 404,
        detail: 'There is no such invitation.',
      },
    },
    last_owner: {
      status: 409,
      body: {
        type: 'last_owner',
        title: 'The organization would be left without an owner',
        status: 409,
        detail: 'Make somebody else an owner first.',
      },
    },
    last_sign_in_method: {
      status: 409,
      body: {
        type: 'last_sign_in_method',
        title: 'Nothing else would sign you in',
        status: 409,
        detail: 'Set a password or add a passkey first.',
      },
    },
    login_required: {
      status: 400,
      body: { type: 'login_required', title: 'Somebody has to sign in first', status: 400, detail: 'Sign in.' },
    },
    machine_required: {
      status: 403,
      body: {
        type: 'machine_required',
        title: 'This is for machines of the application',
        status: 403,
        detail: 'Use the token of a machine client.',
      },
    },
    mail_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such mail', status: 404, detail: 'Check the id.' },
    },
    member_exists: {
      status: 409,
      body: {
        type: 'member_exists',
        title: 'This user is a member already',
        status: 409,
        detail: 'This user is a member already.',
      },
    },
    member_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such member', status: 404, detail: 'There is no such member.' },
    },
    method_not_allowed: {
      status: 405,
      body: {
        type: 'method_not_allowed',
        title: 'This address does not take that method',
        status: 405,
        detail: 'Use a method that the Allow header names.',
      },
    },
    no_target: {
      status: 400,
      body: { type: 'no_target', title: 'What is removed has to be named', status: 400, detail: 'Give a path.' },
    },
    not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'Nothing lives at this address',
        status: 404,
        detail: 'Check the path, or read GET /openapi.json.',
      },
    },
    not_implemented: {
      status: 501,
      body: {
        type: 'not_implemented',
        title: 'This server does not do that',
        status: 501,
        detail: 'Ask a server that has this operation.',
      },
    },
    not_provisioned: {
      status: 403,
      body: {
        type: 'not_provisioned',
        title: 'This directory has not made that user, or not alone',
        status: 403,
        detail: 'Change the user where they were made.',
      },
    },
    origin_not_allowed: {
      status: 403,
      body: {
        type: 'origin_not_allowed',
        title: 'This origin may not use this client',
        status: 403,
        detail: 'Register the origin of your page.',
      },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: { type: 'overloaded', title: 'The service is busy', status: 503, detail: 'Try again in a moment.' },
    },
    passkey_exists: {
      status: 409,
      body: {
        type: 'passkey_exists',
        title: 'This passkey is there already',
        status: 409,
        detail: 'Use another authenticator.',
      },
    },
    passkey_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such passkey', status: 404, detail: 'Check the id.' },
    },
    payload_too_large: {
      status: 413,
      body: {
        type: 'payload_too_large',
        title: 'The body is too large',
        status: 413,
        detail: 'The body is larger than 100 kB.',
      },
    },
    permission_exists: {
      status: 409,
      body: {
        type: 'permission_exists',
        title: 'There is such a permission already',
        status: 409,
        detail: 'Choose another resource or action.',
      },
    },
    permission_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such permission',
        status: 404,
        detail: 'There is no such permission.',
      },
    },
    polling_too_fast: {
      status: 400,
      body: {
        type: 'polling_too_fast',
        title: 'The device asks too often',
        status: 400,
        detail: 'Wait five seconds longer between two questions.',
      },
    },
    precondition_failed: {
      status: 412,
      body: { type: 'precondition_failed', title: 'It has changed meanwhile', status: 412, detail: 'Get it again.' },
    },
    provider_denied: {
      status: 403,
      body: {
        type: 'provider_denied',
        title: 'The provider says that the sign-in was cancelled',
        status: 403,
        detail: 'Begin again.',
      },
    },
    provider_flow_invalid: {
      status: 400,
      body: {
        type: 'provider_flow_invalid',
        title: 'This sign-in was not begun in this browser, took too long or is used up',
        status: 400,
        detail: 'Begin again.',
      },
    },
    provider_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such provider, or it is not switched on',
        status: 404,
        detail: 'There is no such provider, or it is not switched on.',
      },
    },
    provider_unavailable: {
      status: 502,
      body: {
        type: 'provider_unavailable',
        title: 'The provider did not answer as it should',
        status: 502,
        detail: 'Try again later, or sign in another way.',
      },
    },
    quota_exceeded: {
      status: 409,
      body: {
        type: 'quota_exceeded',
        title: 'There are as many of these as there may be',
        status: 409,
        detail: 'Quota: 100 accounts made by one user.',
      },
    },
    read_only: {
      status: 400,
      body: {
        type: 'read_only',
        title: 'This attribute is not changed here, or not taken away',
        status: 400,
        detail: 'Leave it out.',
      },
    },
    reauthentication_required: {
      status: 403,
      body: {
        type: 'reauthentication_required',
        title: 'Sign in again first',
        status: 403,
        detail: 'This is only allowed within ten minutes of a proof. Sign in again or send one to auth/reauthenticate.',
      },
    },
    registration_closed: {
      status: 403,
      body: {
        type: 'registration_closed',
        title: 'Clients do not register themselves here',
        status: 403,
        detail: 'Ask whoever runs the application.',
      },
    },
    registration_not_supported: {
      status: 400,
      body: {
        type: 'registration_not_supported',
        title: 'A client is registered before it asks',
        status: 400,
        detail: 'Register the client first.',
      },
    },
    request_uri_not_supported: {
      status: 400,
      body: {
        type: 'request_uri_not_supported',
        title: 'The client has registered no request_uris',
        status: 400,
        detail: 'Register them, or send the parameters themselves.',
      },
    },
    role_exists: {
      status: 409,
      body: { type: 'role_exists', title: 'There is a role of that name', status: 409, detail: 'Choose another name.' },
    },
    role_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such role', status: 404, detail: 'There is no such role.' },
    },
    second_factor_exists: {
      status: 409,
      body: {
        type: 'mfa_already_enabled',
        title: 'There is a second factor already',
        status: 409,
        detail: 'Switch it off first.',
      },
    },
    second_factor_missing: {
      status: 409,
      body: { type: 'mfa_not_enabled', title: 'There is no second factor', status: 409, detail: 'Set one up first.' },
    },
    second_factor_required: {
      status: 403,
      body: {
        type: 'mfa_required',
        title: 'A second factor is needed',
        status: 403,
        detail: 'Send a code of your authenticator app.',
      },
    },
    session_confined: {
      status: 403,
      body: {
        type: 'session_confined',
        title: 'This session acts in one account alone',
        status: 403,
        detail: 'Sign in to do more.',
      },
    },
    session_not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'There is no such session',
        status: 404,
        detail: 'There is no such session, or it is over.',
      },
    },
    sign_up_disabled: {
      status: 403,
      body: {
        type: 'sign_up_disabled',
        title: 'New users cannot sign up here',
        status: 403,
        detail: 'New users cannot sign up here.',
      },
    },
    slug_taken: {
      status: 409,
      body: { type: 'slug_taken', title: 'The slug is taken', status: 409, detail: 'Choose another slug.' },
    },
    too_many_keys: {
      status: 409,
      body: {
        type: 'too_many_keys',
        title: 'There are as many keys as there may be',
        status: 409,
        detail: 'Revoke one that is not used any more.',
      },
    },
    too_many_requests: {
      status: 429,
      body: {
        type: 'too_many_requests',
        title: 'Too many tries. Wait and try again',
        status: 429,
        detail: 'Limit: sign-ins of one user.',
      },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'unauthorized',
        title: 'Credentials are missing',
        status: 401,
        detail: 'Send X-Publishable-Key below /api/v1 and an access token where somebody must be signed in.',
      },
    },
    unauthorized_client: {
      status: 400,
      body: {
        type: 'unauthorized_client',
        title: 'The client may not do that',
        status: 400,
        detail: 'Use another client.',
      },
    },
    unavailable: {
      status: 503,
      headers: { 'Retry-After': '5' },
      body: {
        type: 'unavailable',
        title: 'The service is not available right now',
        status: 503,
        detail: 'Try again in a moment.',
      },
    },
    unknown_client: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'invalid_publishable_key',
        title: 'Unknown publishable key',
        status: 401,
        detail: 'No environment has this publishable key.',
      },
    },
    unmet_authentication_requirements: {
      status: 400,
      body: {
        type: 'unmet_authentication_requirements',
        title: 'Nobody can sign in as the request demands',
        status: 400,
        detail: 'Ask for less.',
      },
    },
    unregistrable_redirect_uri: {
      status: 400,
      body: {
        type: 'unregistrable_redirect_uri',
        title: 'Nobody can be sent to that redirect URI',
        status: 400,
        detail: 'Register an https address, or one of this machine.',
      },
    },
    unsupported_grant_type: {
      status: 400,
      body: {
        type: 'unsupported_grant_type',
        title: 'There is no such grant type',
        status: 400,
        detail: 'Use a grant type that the discovery document names.',
      },
    },
    unsupported_media_type: {
      status: 415,
      body: {
        type: 'unsupported_media_type',
        title: 'The content type is not taken',
        status: 415,
        detail: 'This operation takes application/json.',
      },
    },
    unsupported_response_type: {
      status: 400,
      body: {
        type: 'unsupported_response_type',
        title: 'There is no such response type',
        status: 400,
        detail: 'Use the response type code.',
      },
    },
    use_dpop_nonce: {
      status: 400,
      body: {
        type: 'use_dpop_nonce',
        title: 'The DPoP proof has to name a nonce',
        status: 400,
        detail: 'Send a new proof with the nonce that DPoP-Nonce gives.',
      },
    },
    user_exists: {
      status: 409,
      body: { type: 'user_exists', title: 'This email already has a user', status: 409, detail: 'Sign in instead.' },
    },
    user_inactive: {
      status: 403,
      body: { type: 'user_inactive', title: 'This user may not sign in', status: 403, detail: 'Ask an administrator.' },
    },
    user_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such user', status: 404, detail: 'There is no such user.' },
    },
    weak_password: {
      status: 400,
      body: {
        type: 'weak_password',
        title: 'Choose a stronger password',
        status: 400,
        detail: 'Use at least 8 characters.',
      },
    },
    webhook_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such webhook', status: 404, detail: 'There is no such webhook.' },
    },
    wrong_password: {
      status: 403,
      body: { type: 'wrong_password', title: 'The password is wrong', status: 403, detail: 'The password is wrong.' },
    },
  },
  project: {
    access_denied: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'This client is for members of its account',
        statusCode: 403,
        nextActions: 'Ask for an invitation.',
      },
    },
    account_has_children: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'Other accounts stand below this one',
        statusCode: 409,
        nextActions: 'Delete them first.',
      },
    },
    account_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such account', statusCode: 404, nextActions: 'Check the id.' },
    },
    admin_only: {
      status: 403,
      body: {
        error: 'AUTH_UNAUTHORIZED',
        message: 'Admin access required',
        statusCode: 403,
        nextActions: "Use an administrator's token or an API key",
      },
    },
    api_key_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such API key', statusCode: 404, nextActions: 'Check the id.' },
    },
    application_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such application',
        statusCode: 404,
        nextActions: 'Check the id.',
      },
    },
    authenticator_app_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such authenticator app',
        statusCode: 404,
        nextActions: 'Check the id',
      },
    },
    authorization_pending: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'Nobody has let the device in yet',
        statusCode: 400,
        nextActions: 'Ask again after the interval.',
      },
    },
    built_in: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'It is built in and stays as it is',
        statusCode: 409,
        nextActions: 'Make one of your own.',
      },
    },
    client_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such client', statusCode: 404, nextActions: 'Check the id.' },
    },
    consent_denied: {
      status: 403,
      body: { error: 'FORBIDDEN', message: 'The person did not allow it', statusCode: 403, nextActions: 'Begin again' },
    },
    consent_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such consent',
        statusCode: 404,
        nextActions: 'Check the client id.',
      },
    },
    consent_required: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The person has to allow it first',
        statusCode: 400,
        nextActions: 'Send the person to the page that asks.',
      },
    },
    csrf_mismatch: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'The CSRF token is missing or does not match',
        statusCode: 403,
        nextActions: 'Send the newest csrfToken as X-CSRF-Token',
      },
    },
    csrf_session_missing: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'There is no CSRF session',
        statusCode: 403,
        nextActions: 'Call GET /auth/csrf-session first.',
      },
    },
    delivery_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such delivery', statusCode: 404, nextActions: 'Check the id.' },
    },
    device_code_expired: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The device has waited for too long',
        statusCode: 400,
        nextActions: 'Begin again on the device.',
      },
    },
    device_denied: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The person did not let the device in',
        statusCode: 400,
        nextActions: 'Begin again on the device.',
      },
    },
    email_missing: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'The provider tells no email address',
        statusCode: 403,
        nextActions: 'Sign in another way, or add an address there',
      },
    },
    email_not_verified: {
      status: 403,
      body: {
        error: 'EMAIL_NOT_VERIFIED',
        message: 'Please verify your email before signing in',
        statusCode: 403,
        nextActions: 'Check your inbox for verification email',
      },
    },
    email_template_exists: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'There is a template for this mail and language',
        statusCode: 409,
        nextActions: 'Change that one.',
      },
    },
    email_template_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such mail template',
        statusCode: 404,
        nextActions: 'Check the id.',
      },
    },
    email_unverified_at_provider: {
      status: 409,
      body: {
        error: 'AUTH_EMAIL_EXISTS',
        message: 'This email already has a user, and the provider does not vouch for it: sign in another way',
        statusCode: 409,
        nextActions: 'Sign in another way',
      },
    },
    environment_exists: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'There is an environment of that name',
        statusCode: 409,
        nextActions: 'Choose another name.',
      },
    },
    environment_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such environment',
        statusCode: 404,
        nextActions: 'Check the id.',
      },
    },
    filter_not_taken: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'This document is not filtered',
        statusCode: 403,
        nextActions: 'Ask for all of it.',
      },
    },
    guide_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such page',
        statusCode: 404,
        nextActions: 'See /llms.txt for those there are.',
      },
    },
    identity_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such link to a provider',
        statusCode: 404,
        nextActions: 'Check the id',
      },
    },
    insufficient_permission: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'Your roles do not allow that',
        statusCode: 403,
        nextActions: 'Ask an administrator for a role that allows it.',
      },
    },
    insufficient_role: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'Your role in this account does not allow that',
        statusCode: 403,
        nextActions: 'Ask an owner.',
      },
    },
    insufficient_scope: {
      status: 403,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="insufficient_scope"' },
      body: {
        error: 'FORBIDDEN',
        message: 'The token may not be used for that',
        statusCode: 403,
        nextActions: 'Ask for a token with the scope openid.',
      },
    },
    internal: {
      status: 500,
      body: {
        error: 'INTERNAL_ERROR',
        message: 'Something went wrong on our side',
        statusCode: 500,
        nextActions: 'Try again; if it stays, report the X-Request-Id',
      },
    },
    invalid_admin_code: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'AUTH_UNAUTHORIZED',
        message: 'The code is wrong, expired or used up',
        statusCode: 401,
        nextActions: 'Ask your console for a new code',
      },
    },
    invalid_api_key: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'AUTH_INVALID_API_KEY',
        message: 'The API key is not known here',
        statusCode: 401,
        nextActions: 'Check the API key',
      },
    },
    invalid_audience: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'This client may not ask for that audience',
        statusCode: 400,
        nextActions: 'Ask for a registered audience.',
      },
    },
    invalid_authorization_code: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The code is wrong or used up',
        statusCode: 400,
        nextActions: 'Start the sign-in again',
      },
    },
    invalid_client_metadata: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The client cannot be as it says',
        statusCode: 400,
        nextActions: 'Correct the named field and try again.',
      },
    },
    invalid_code: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The code is wrong or does not work any more',
        statusCode: 400,
        nextActions: 'Check the code or ask for a new one',
      },
    },
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'INVALID_CREDENTIALS',
        message: 'Invalid email or password',
        statusCode: 401,
        nextActions: 'Check your email and password',
      },
    },
    invalid_cursor: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The cursor is not one that a page gave',
        statusCode: 400,
        nextActions: 'Begin again without a value.',
      },
    },
    invalid_device_code: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The device code is wrong or used up',
        statusCode: 400,
        nextActions: 'Begin again on the device.',
      },
    },
    invalid_dpop_proof: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The DPoP proof is not valid',
        statusCode: 400,
        nextActions: 'Send a new proof of the same key, for this request.',
      },
    },
    invalid_filter: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The filter is not one that is understood here',
        statusCode: 400,
        nextActions: 'Compare fewer things.',
      },
    },
    invalid_id_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'AUTH_UNAUTHORIZED',
        message: 'The ID token is not good, not for this application, or was used before',
        statusCode: 401,
        nextActions: 'Get a new one from the provider, for this application',
      },
    },
    invalid_invitation: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'This invitation does not work any more',
        statusCode: 400,
        nextActions: 'Ask for a new one.',
      },
    },
    invalid_link: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'This link does not work any more',
        statusCode: 400,
        nextActions: 'Ask for a new one',
      },
    },
    invalid_mfa_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'AUTH_UNAUTHORIZED',
        message: 'The sign-in is not open any more',
        statusCode: 401,
        nextActions: 'Sign in again',
      },
    },
    invalid_passkey: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'This passkey was not accepted',
        statusCode: 400,
        nextActions: 'Try again or answer with a code',
      },
    },
    invalid_path: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The path is not one that can be changed here',
        statusCode: 400,
        nextActions: 'Name an attribute that the schema has.',
      },
    },
    invalid_redirect_uri: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'This redirect URI is not allowed',
        statusCode: 400,
        nextActions: 'Register the redirect URI to the letter',
      },
    },
    invalid_refresh_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'AUTH_UNAUTHORIZED',
        message: 'The session has ended',
        statusCode: 401,
        nextActions: 'Sign in again',
      },
    },
    invalid_request: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The request is not valid',
        statusCode: 400,
        nextActions: 'Correct the named field and try again',
      },
    },
    invalid_request_object: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The request object is not good',
        statusCode: 400,
        nextActions: 'Sign it with a key that is registered, for this issuer.',
      },
    },
    invalid_request_uri: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'There is no request of this client, or it is used up or too old',
        statusCode: 400,
        nextActions: 'Push the request again, or register its address as one of request_uris.',
      },
    },
    invalid_scope: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The client may not ask for that scope',
        statusCode: 400,
        nextActions: 'Ask for a registered scope.',
      },
    },
    invalid_subject_token: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The token to exchange is not valid for this client',
        statusCode: 400,
        nextActions: 'Exchange a token that this client has got.',
      },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: {
        error: 'AUTH_UNAUTHORIZED',
        message: 'The access token is not valid any more',
        statusCode: 401,
        nextActions: 'Refresh the session or sign in again',
      },
    },
    invalid_user_code: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'No device waits with this code, or not any more',
        statusCode: 400,
        nextActions: 'Look at the code on the device.',
      },
    },
    invitation_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such invitation',
        statusCode: 404,
        nextActions: 'Check the id.',
      },
    },
    last_owner: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'An account always has an owner',
        statusCode: 409,
        nextActions: 'Make another member an owner first.',
      },
    },
    last_sign_in_method: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'Nothing else would sign you in',
        statusCode: 409,
        nextActions: 'Set a password or add a passkey first',
      },
    },
    login_required: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'Somebody has to sign in first',
        statusCode: 400,
        nextActions: 'Sign in.',
      },
    },
    machine_required: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'This is for machines of the application',
        statusCode: 403,
        nextActions: 'Use the token of a machine client.',
      },
    },
    mail_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such mail', statusCode: 404, nextActions: 'Check the id.' },
    },
    member_exists: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'This user is a member already',
        statusCode: 409,
        nextActions: 'Change the role instead.',
      },
    },
    member_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'The account has no such member',
        statusCode: 404,
        nextActions: 'Check the id.',
      },
    },
    method_not_allowed: {
      status: 405,
      body: {
        error: 'METHOD_NOT_ALLOWED',
        message: 'This address does not take that method',
        statusCode: 405,
        nextActions: 'Use a method that the Allow header names.',
      },
    },
    no_target: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'What is removed has to be named',
        statusCode: 400,
        nextActions: 'Give a path.',
      },
    },
    not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'Nothing lives at this address',
        statusCode: 404,
        nextActions: 'Check the path, or read GET /openapi.json',
      },
    },
    not_implemented: {
      status: 501,
      body: {
        error: 'NOT_IMPLEMENTED',
        message: 'This server does not do that',
        statusCode: 501,
        nextActions: 'Ask a server that has this operation.',
      },
    },
    not_provisioned: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'This directory has not made that user, or not alone',
        statusCode: 403,
        nextActions: 'Change the user where they were made.',
      },
    },
    origin_not_allowed: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'This origin may not use this client',
        statusCode: 403,
        nextActions: 'Register the origin of your page.',
      },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: {
        error: 'UNAVAILABLE',
        message: 'The service is busy',
        statusCode: 503,
        nextActions: 'Try again in a moment',
      },
    },
    passkey_exists: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'This passkey is there already',
        statusCode: 409,
        nextActions: 'Use another authenticator',
      },
    },
    passkey_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such passkey', statusCode: 404, nextActions: 'Check the id' },
    },
    payload_too_large: {
      status: 413,
      body: {
        error: 'PAYLOAD_TOO_LARGE',
        message: 'The body is larger than 100 kB',
        statusCode: 413,
        nextActions: 'Send less',
      },
    },
    permission_exists: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'There is such a permission already',
        statusCode: 409,
        nextActions: 'Choose another resource or action.',
      },
    },
    permission_not_found: {
      status: 404,
      body: {
        error: 'NOT_FOUND',
        message: 'There is no such permission',
        statusCode: 404,
        nextActions: 'Check the id.',
      },
    },
    polling_too_fast: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The device asks too often',
        statusCode: 400,
        nextActions: 'Wait five seconds longer between two questions.',
      },
    },
    precondition_failed: {
      status: 412,
      body: {
        error: 'precondition_failed',
        message: 'It has changed meanwhile',
        statusCode: 412,
        nextActions: 'Get it again.',
      },
    },
    provider_denied: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'The provider says that the sign-in was cancelled',
        statusCode: 403,
        nextActions: 'Begin again.',
      },
    },
    provider_flow_invalid: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'This sign-in was not begun in this browser, took too long or is used up',
        statusCode: 400,
        nextActions: 'Begin again',
      },
    },
    provider_not_found: {
      status: 404,
      body: {
        error: 'AUTH_UNSUPPORTED_PROVIDER',
        message: 'There is no such provider, or it is not switched on',
        statusCode: 404,
        nextActions: 'Read oAuthProviders from GET /api/auth/public-config',
      },
    },
    provider_unavailable: {
      status: 502,
      body: {
        error: 'UPSTREAM_FAILURE',
        message: 'The provider did not answer as it should',
        statusCode: 502,
        nextActions: 'Try again later, or sign in another way',
      },
    },
    quota_exceeded: {
      status: 409,
      body: {
        error: 'QUOTA_EXCEEDED',
        message: 'There are as many of these as there may be',
        statusCode: 409,
        nextActions: 'Delete one that is not used any more',
      },
    },
    read_only: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'This attribute is not changed here, or not taken away',
        statusCode: 400,
        nextActions: 'Leave it out.',
      },
    },
    reauthentication_required: {
      status: 403,
      body: {
        error: 'AUTH_REAUTHENTICATION_REQUIRED',
        message: 'Prove once more who you are',
        statusCode: 403,
        nextActions: 'Send a proof to POST /api/auth/reauthenticate',
      },
    },
    registration_closed: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'Clients do not register themselves here',
        statusCode: 403,
        nextActions: 'Ask whoever runs the application.',
      },
    },
    registration_not_supported: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'A client is registered before it asks',
        statusCode: 400,
        nextActions: 'Register the client first.',
      },
    },
    request_uri_not_supported: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The client has registered no request_uris',
        statusCode: 400,
        nextActions: 'Register them, or send the parameters themselves.',
      },
    },
    role_exists: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'There is a role of that name',
        statusCode: 409,
        nextActions: 'Choose another name.',
      },
    },
    role_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such role', statusCode: 404, nextActions: 'Check the id.' },
    },
    second_factor_exists: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'There is a second factor already',
        statusCode: 409,
        nextActions: 'Switch it off first',
      },
    },
    second_factor_missing: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'There is no second factor',
        statusCode: 409,
        nextActions: 'Set one up first',
      },
    },
    second_factor_required: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'A second factor is needed',
        statusCode: 403,
        nextActions:
          'Send mfaToken and a code or a passkey to POST /api/auth/mfa/challenge or sign in on the page at GET /auth/sign-in',
      },
    },
    session_confined: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'This session acts in one account alone',
        statusCode: 403,
        nextActions: 'Sign in to do more.',
      },
    },
    session_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such session', statusCode: 404, nextActions: 'Check the id' },
    },
    sign_up_disabled: {
      status: 403,
      body: {
        error: 'AUTH_SIGNUP_DISABLED',
        message: 'New users cannot sign up here',
        statusCode: 403,
        nextActions: 'Sign in with a user who is there already',
      },
    },
    slug_taken: {
      status: 409,
      body: { error: 'CONFLICT', message: 'The slug is taken', statusCode: 409, nextActions: 'Choose another slug.' },
    },
    too_many_keys: {
      status: 409,
      body: {
        error: 'CONFLICT',
        message: 'There are as many keys as there may be',
        statusCode: 409,
        nextActions: 'Revoke one that is not used any more.',
      },
    },
    too_many_requests: {
      status: 429,
      body: {
        error: 'TOO_MANY_REQUESTS',
        message: 'Too many tries',
        statusCode: 429,
        nextActions: 'Wait for the seconds that Retry-After names',
      },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'AUTH_INVALID_CREDENTIALS',
        message: 'An access token is needed',
        statusCode: 401,
        nextActions: 'Sign in, and send the access token as Authorization: Bearer',
      },
    },
    unauthorized_client: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The client may not do that',
        statusCode: 400,
        nextActions: 'Use another client.',
      },
    },
    unavailable: {
      status: 503,
      headers: { 'Retry-After': '5' },
      body: {
        error: 'UNAVAILABLE',
        message: 'The service is not available right now',
        statusCode: 503,
        nextActions: 'Try again in a moment',
      },
    },
    unknown_client: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        error: 'AUTH_UNAUTHORIZED',
        message: 'Unknown client',
        statusCode: 401,
        nextActions: 'Check the client id.',
      },
    },
    unmet_authentication_requirements: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'Nobody can sign in as the request demands',
        statusCode: 400,
        nextActions: 'Ask for less.',
      },
    },
    unregistrable_redirect_uri: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'Nobody can be sent to that redirect URI',
        statusCode: 400,
        nextActions: 'Register an https address, or one of this machine.',
      },
    },
    unsupported_grant_type: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'There is no such grant type',
        statusCode: 400,
        nextActions: 'Use a grant type that the discovery document names.',
      },
    },
    unsupported_media_type: {
      status: 415,
      body: {
        error: 'UNSUPPORTED_MEDIA_TYPE',
        message: 'This operation does not take that content type',
        statusCode: 415,
        nextActions: 'Send application/json',
      },
    },
    unsupported_response_type: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'There is no such response type',
        statusCode: 400,
        nextActions: 'Use the response type code.',
      },
    },
    use_dpop_nonce: {
      status: 400,
      body: {
        error: 'INVALID_INPUT',
        message: 'The DPoP proof has to name a nonce',
        statusCode: 400,
        nextActions: 'Send a new proof with the nonce that DPoP-Nonce gives.',
      },
    },
    user_exists: {
      status: 409,
      body: {
        error: 'USER_EXISTS',
        message: 'User with this email already exists',
        statusCode: 409,
        nextActions: 'Use a different email or sign in',
      },
    },
    user_inactive: {
      status: 403,
      body: {
        error: 'FORBIDDEN',
        message: 'This user may not sign in',
        statusCode: 403,
        nextActions: 'Ask an administrator',
      },
    },
    user_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such user', statusCode: 404, nextActions: 'Check the id' },
    },
    weak_password: {
      status: 400,
      body: {
        error: 'AUTH_WEAK_PASSWORD',
        message: 'Choose a stronger password',
        statusCode: 400,
        nextActions: 'Read the password rules from GET /api/auth/public-config',
      },
    },
    webhook_not_found: {
      status: 404,
      body: { error: 'NOT_FOUND', message: 'There is no such webhook', statusCode: 404, nextActions: 'Check the id.' },
    },
    wrong_password: {
      status: 403,
      body: {
        error: 'AUTH_WRONG_PASSWORD',
        message: 'The password is wrong',
        statusCode: 403,
        nextActions: 'Check your password',
      },
    },
  },
  scim: {
    access_denied: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'This client is for members of its account',
      },
    },
    account_has_children: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'Other accounts stand below this one',
      },
    },
    account_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such account',
      },
    },
    admin_only: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'Only administrators may do that',
      },
    },
    api_key_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such API key',
      },
    },
    application_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such application',
      },
    },
    authenticator_app_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such authenticator app',
      },
    },
    authorization_pending: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'Nobody has let the device in yet',
      },
    },
    built_in: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        scimType: 'mutability',
        detail: 'This group is built in and stays as it is',
      },
    },
    client_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such client',
      },
    },
    consent_denied: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'The person did not allow it',
      },
    },
    consent_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such consent',
      },
    },
    consent_required: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The person has to allow it first',
      },
    },
    csrf_mismatch: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'The CSRF token is missing or does not match',
      },
    },
    csrf_session_missing: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'There is no CSRF session',
      },
    },
    delivery_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such delivery',
      },
    },
    device_code_expired: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The device has waited for too long',
      },
    },
    device_denied: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The person did not let the device in',
      },
    },
    email_missing: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'The provider tells no email address',
      },
    },
    email_not_verified: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'Confirm your email address first',
      },
    },
    email_template_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'There is a template for this mail and language',
      },
    },
    email_template_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such mail template',
      },
    },
    email_unverified_at_provider: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'This email already has a user, and the provider does not vouch for it: sign in another way',
      },
    },
    environment_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'There is an environment of that name',
      },
    },
    environment_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such environment',
      },
    },
    filter_not_taken: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'This document is not filtered: ask for all of it',
      },
    },
    guide_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such page',
      },
    },
    identity_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such link to a provider',
      },
    },
    insufficient_permission: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'Your roles do not allow that',
      },
    },
    insufficient_role: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'Your role in this account does not allow that',
      },
    },
    insufficient_scope: {
      status: 403,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="insufficient_scope"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'The token may not be used for that',
      },
    },
    internal: {
      status: 500,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '500',
        detail: 'Something went wrong on our side',
      },
    },
    invalid_admin_code: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'The code is wrong, expired or used up',
      },
    },
    invalid_api_key: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'The SCIM token is not known, or was revoked',
      },
    },
    invalid_audience: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'This client may not ask for that audience',
      },
    },
    invalid_authorization_code: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The code is wrong or used up',
      },
    },
    invalid_client_metadata: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The client cannot be as it says',
      },
    },
    invalid_code: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'This code is wrong or does not work any more',
      },
    },
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'Wrong email or password',
      },
    },
    invalid_cursor: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        scimType: 'invalidCursor',
        detail: 'The cursor is not one that a page gave',
      },
    },
    invalid_device_code: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The device code is wrong or used up',
      },
    },
    invalid_dpop_proof: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The DPoP proof is not valid',
      },
    },
    invalid_filter: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        scimType: 'invalidFilter',
        detail: 'The filter is not one that is understood here',
      },
    },
    invalid_id_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'The ID token is not good, not for this application, or was used before',
      },
    },
    invalid_invitation: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'This invitation does not work any more',
      },
    },
    invalid_link: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'This link does not work any more',
      },
    },
    invalid_mfa_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'The sign-in is not open any more',
      },
    },
    invalid_passkey: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'This passkey was not accepted',
      },
    },
    invalid_path: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        scimType: 'invalidPath',
        detail: 'The path is not one that can be changed here',
      },
    },
    invalid_redirect_uri: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The client has no such redirect URI',
      },
    },
    invalid_refresh_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'The session has ended',
      },
    },
    invalid_request: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        scimType: 'invalidValue',
        detail: 'The request is not valid',
      },
    },
    invalid_request_object: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The request object is not good',
      },
    },
    invalid_request_uri: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'There is no request of this client, or it is used up or too old',
      },
    },
    invalid_scope: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The client may not ask for that scope',
      },
    },
    invalid_subject_token: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The token to exchange is not valid for this client',
      },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'The access token is not valid any more',
      },
    },
    invalid_user_code: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'No device waits with this code, or not any more',
      },
    },
    invitation_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such invitation',
      },
    },
    last_owner: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        scimType: 'mutability',
        detail: 'An account always has an owner',
      },
    },
    last_sign_in_method: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'Nothing else would sign you in',
      },
    },
    login_required: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'Somebody has to sign in first',
      },
    },
    machine_required: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'This is for machines of the application',
      },
    },
    mail_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such mail',
      },
    },
    member_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'This user is a member already',
      },
    },
    member_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'The account has no such member',
      },
    },
    method_not_allowed: {
      status: 405,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '405',
        detail: 'This address does not take that method',
      },
    },
    no_target: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        scimType: 'noTarget',
        detail: 'What is removed has to be named by a path',
      },
    },
    not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'Nothing lives at this address',
      },
    },
    not_implemented: {
      status: 501,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '501',
        detail: 'This server does not do that',
      },
    },
    not_provisioned: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        scimType: 'mutability',
        detail: 'This directory has not made that user, or not alone',
      },
    },
    origin_not_allowed: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'This origin may not use this client',
      },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '503', detail: 'The service is busy' },
    },
    passkey_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'This passkey is there already',
      },
    },
    passkey_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such passkey',
      },
    },
    payload_too_large: {
      status: 413,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '413',
        detail: 'The body is larger than 100 kB',
      },
    },
    permission_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'There is such a permission already',
      },
    },
    permission_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such permission',
      },
    },
    polling_too_fast: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The device asks too often',
      },
    },
    precondition_failed: {
      status: 412,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '412',
        detail: 'It has changed meanwhile',
      },
    },
    provider_denied: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'The provider says that the sign-in was cancelled',
      },
    },
    provider_flow_invalid: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'This sign-in was not begun in this browser, took too long or is used up',
      },
    },
    provider_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such provider, or it is not switched on',
      },
    },
    provider_unavailable: {
      status: 502,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '502',
        detail: 'The provider did not answer as it should',
      },
    },
    quota_exceeded: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'There are as many of these as there may be',
      },
    },
    read_only: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        scimType: 'mutability',
        detail: 'This attribute is not changed here, or not taken away',
      },
    },
    reauthentication_required: {
      status: 403,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '403', detail: 'Sign in again first' },
    },
    registration_closed: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'Clients do not register themselves here',
      },
    },
    registration_not_supported: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'A client is registered before it asks',
      },
    },
    request_uri_not_supported: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The client has registered no request_uris',
      },
    },
    role_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        scimType: 'uniqueness',
        detail: 'There is a group of that name',
      },
    },
    role_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such group',
      },
    },
    second_factor_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'There is a second factor already',
      },
    },
    second_factor_missing: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'There is no second factor',
      },
    },
    second_factor_required: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'A second factor is needed',
      },
    },
    session_confined: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'This session acts in one account alone',
      },
    },
    session_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such session',
      },
    },
    sign_up_disabled: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'New users cannot sign up here',
      },
    },
    slug_taken: {
      status: 409,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '409', detail: 'The slug is taken' },
    },
    too_many_keys: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        detail: 'There are as many keys as there may be',
      },
    },
    too_many_requests: {
      status: 429,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429', detail: 'Too many tries' },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '401',
        detail: 'A SCIM token is needed',
      },
    },
    unauthorized_client: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The client may not do that',
      },
    },
    unavailable: {
      status: 503,
      headers: { 'Retry-After': '5' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '503',
        detail: 'The service is not available right now',
      },
    },
    unknown_client: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401', detail: 'Unknown client' },
    },
    unmet_authentication_requirements: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'Nobody can sign in as the request demands',
      },
    },
    unregistrable_redirect_uri: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'Nobody can be sent to that redirect URI',
      },
    },
    unsupported_grant_type: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'There is no such grant type',
      },
    },
    unsupported_media_type: {
      status: 415,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '415',
        detail: 'Send application/scim+json',
      },
    },
    unsupported_response_type: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'There is no such response type',
      },
    },
    use_dpop_nonce: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'The DPoP proof has to name a nonce',
      },
    },
    user_exists: {
      status: 409,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '409',
        scimType: 'uniqueness',
        detail: 'There is a user of that name or address',
      },
    },
    user_inactive: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'This user may not sign in',
      },
    },
    user_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such user',
      },
    },
    weak_password: {
      status: 400,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '400',
        detail: 'Choose a stronger password',
      },
    },
    webhook_not_found: {
      status: 404,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '404',
        detail: 'There is no such webhook',
      },
    },
    wrong_password: {
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'The password is wrong',
      },
    },
  },
  service: {
    access_denied: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This client is for members of its account',
        status: 403,
        code: 'access_denied',
      },
    },
    account_has_children: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'Other accounts stand below this one',
        status: 409,
        detail: 'Delete them first.',
        code: 'account_has_children',
      },
    },
    account_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such account', status: 404, code: 'account_not_found' },
    },
    admin_only: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Only administrators may do that',
        status: 403,
        detail: "Use an administrator's token or an API key.",
        code: 'admin_only',
      },
    },
    api_key_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such API key',
        status: 404,
        detail: 'Check the id.',
        code: 'api_key_not_found',
      },
    },
    application_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such application', status: 404, code: 'application_not_found' },
    },
    authenticator_app_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such authenticator app',
        status: 404,
        code: 'authenticator_app_not_found',
      },
    },
    authorization_pending: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Nobody has let the device in yet',
        status: 400,
        detail: 'Ask again after the interval.',
        code: 'authorization_pending',
      },
    },
    built_in: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'It is built in and stays as it is',
        status: 409,
        detail: 'Make one of your own.',
        code: 'built_in',
      },
    },
    client_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such client', status: 404, code: 'client_not_found' },
    },
    consent_denied: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The person did not allow it',
        status: 403,
        detail: 'Begin again',
        code: 'consent_denied',
      },
    },
    consent_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such consent', status: 404, code: 'consent_not_found' },
    },
    consent_required: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The person has to allow it first',
        status: 400,
        detail: 'Send the person to the page that asks.',
        code: 'consent_required',
      },
    },
    csrf_mismatch: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The CSRF token is missing or does not match',
        status: 403,
        detail: 'Get one from GET /auth/csrf-token.',
        code: 'csrf_mismatch',
      },
    },
    csrf_session_missing: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'There is no CSRF session',
        status: 403,
        detail: 'Call GET /auth/csrf-session first.',
        code: 'csrf_session_missing',
      },
    },
    delivery_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such delivery',
        status: 404,
        detail: 'Check the id.',
        code: 'delivery_not_found',
      },
    },
    device_code_expired: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The device has waited for too long',
        status: 400,
        detail: 'Begin again on the device.',
        code: 'device_code_expired',
      },
    },
    device_denied: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The person did not let the device in',
        status: 400,
        detail: 'Begin again on the device.',
        code: 'device_denied',
      },
    },
    email_missing: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The provider tells no email address',
        status: 403,
        detail: 'Sign in another way, or add an address there.',
        code: 'email_missing',
      },
    },
    email_not_verified: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Confirm your email address first',
        status: 403,
        detail: 'Open the link in the mail that was sent to it.',
        code: 'email_not_verified',
      },
    },
    email_template_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is a template for this mail and language',
        status: 409,
        detail: 'Change that one.',
        code: 'email_template_exists',
      },
    },
    email_template_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such mail template',
        status: 404,
        detail: 'Check the id.',
        code: 'email_template_not_found',
      },
    },
    email_unverified_at_provider: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'This email already has a user, and the provider does not vouch for it: sign in another way',
        status: 409,
        detail: 'The provider does not say that the address is yours: sign in another way.',
        code: 'email_unverified_at_provider',
      },
    },
    environment_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is an environment of that name',
        status: 409,
        detail: 'Choose another name.',
        code: 'environment_exists',
      },
    },
    environment_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such environment',
        status: 404,
        detail: 'Check the id.',
        code: 'environment_not_found',
      },
    },
    filter_not_taken: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This document is not filtered',
        status: 403,
        detail: 'Ask for all of it.',
        code: 'filter_not_taken',
      },
    },
    guide_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such page', status: 404, code: 'guide_not_found' },
    },
    identity_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such link to a provider',
        status: 404,
        detail: 'Check the id.',
        code: 'identity_not_found',
      },
    },
    insufficient_permission: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Your roles do not allow that',
        status: 403,
        detail: 'Ask an administrator for a role that allows it.',
        code: 'insufficient_permission',
      },
    },
    insufficient_role: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Your role in this account does not allow that',
        status: 403,
        code: 'insufficient_role',
      },
    },
    insufficient_scope: {
      status: 403,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="insufficient_scope"' },
      body: {
        type: 'about:blank',
        title: 'The token may not be used for that',
        status: 403,
        detail: 'Ask for a token with the scope openid.',
        code: 'insufficient_scope',
      },
    },
    internal: {
      status: 500,
      body: { type: 'about:blank', title: 'Something went wrong on our side', status: 500, code: 'internal' },
    },
    invalid_admin_code: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The code is wrong, expired or used up',
        status: 401,
        detail: 'Ask your console for a new code.',
        code: 'invalid_admin_code',
      },
    },
    invalid_api_key: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The API key is not known here',
        status: 401,
        detail: 'Check the API key.',
        code: 'invalid_api_key',
      },
    },
    invalid_audience: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This client may not ask for that audience',
        status: 400,
        code: 'invalid_audience',
      },
    },
    invalid_authorization_code: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The code is wrong or used up',
        status: 400,
        code: 'invalid_authorization_code',
      },
    },
    invalid_client_metadata: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client cannot be as it says',
        status: 400,
        detail: 'Correct the named field and try again.',
        code: 'invalid_client_metadata',
      },
    },
    invalid_code: {
      status: 400,
      body: { type: 'about:blank', title: 'The code is wrong or not good any more', status: 400, code: 'invalid_code' },
    },
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Wrong email or password', status: 401, code: 'invalid_credentials' },
    },
    invalid_cursor: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The cursor is not one that a page gave',
        status: 400,
        detail: 'Begin again without a value.',
        code: 'invalid_cursor',
      },
    },
    invalid_device_code: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The device code is wrong or used up',
        status: 400,
        detail: 'Begin again on the device.',
        code: 'invalid_device_code',
      },
    },
    invalid_dpop_proof: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The DPoP proof is not valid',
        status: 400,
        detail: 'Send a new proof of the same key, for this request.',
        code: 'invalid_dpop_proof',
      },
    },
    invalid_filter: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The filter is not one that is understood here',
        status: 400,
        detail: 'Compare fewer things.',
        code: 'invalid_filter',
      },
    },
    invalid_id_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The ID token is not good, not for this application, or was used before',
        status: 401,
        detail: 'Get a new one from the provider, for this application.',
        code: 'invalid_id_token',
      },
    },
    invalid_invitation: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This invitation does not work any more',
        status: 400,
        detail: 'Ask for a new one.',
        code: 'invalid_invitation',
      },
    },
    invalid_link: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This link does not work any more',
        status: 400,
        detail: 'It was used or it is too old. Ask for a new one.',
        code: 'invalid_link',
      },
    },
    invalid_mfa_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The sign-in is not open any more',
        status: 401,
        detail: 'Sign in again.',
        code: 'invalid_mfa_token',
      },
    },
    invalid_passkey: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This passkey was not accepted',
        status: 400,
        detail: 'Try again or sign in another way.',
        code: 'invalid_passkey',
      },
    },
    invalid_path: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The path is not one that can be changed here',
        status: 400,
        detail: 'Name an attribute that the schema has.',
        code: 'invalid_path',
      },
    },
    invalid_redirect_uri: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client has no such redirect URI',
        status: 400,
        code: 'invalid_redirect_uri',
      },
    },
    invalid_refresh_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: {
        type: 'about:blank',
        title: 'The session has ended. Sign in again',
        status: 401,
        code: 'invalid_refresh_token',
      },
    },
    invalid_request: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The request is not valid',
        status: 400,
        detail: 'email: is missing',
        code: 'invalid_request',
      },
    },
    invalid_request_object: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The request object is not good',
        status: 400,
        detail: 'Sign it with a key that is registered, for this issuer.',
        code: 'invalid_request_object',
      },
    },
    invalid_request_uri: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'There is no request of this client, or it is used up or too old',
        status: 400,
        detail: 'Push the request again, or register its address as one of request_uris.',
        code: 'invalid_request_uri',
      },
    },
    invalid_scope: {
      status: 400,
      body: { type: 'about:blank', title: 'The client may not ask for that scope', status: 400, code: 'invalid_scope' },
    },
    invalid_subject_token: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The token to exchange is not valid for this client',
        status: 400,
        detail: 'Exchange a token that this client has got.',
        code: 'invalid_subject_token',
      },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: {
        type: 'about:blank',
        title: 'The access token is not valid any more',
        status: 401,
        code: 'invalid_token',
      },
    },
    invalid_user_code: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'No device waits with this code, or not any more',
        status: 400,
        detail: 'Look at the code on the device.',
        code: 'invalid_user_code',
      },
    },
    invitation_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such invitation', status: 404, code: 'invitation_not_found' },
    },
    last_owner: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'An account always has an owner',
        status: 409,
        detail: 'Make another member an owner first.',
        code: 'last_owner',
      },
    },
    last_sign_in_method: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'Nothing else would sign you in',
        status: 409,
        detail: 'Set a password or add a passkey first.',
        code: 'last_sign_in_method',
      },
    },
    login_required: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Somebody has to sign in first',
        status: 400,
        detail: 'Sign in.',
        code: 'login_required',
      },
    },
    machine_required: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This is for machines of the application',
        status: 403,
        code: 'machine_required',
      },
    },
    mail_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such mail', status: 404, code: 'mail_not_found' },
    },
    member_exists: {
      status: 409,
      body: { type: 'about:blank', title: 'This user is a member already', status: 409, code: 'member_exists' },
    },
    member_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'The account has no such member', status: 404, code: 'member_not_found' },
    },
    method_not_allowed: {
      status: 405,
      body: {
        type: 'about:blank',
        title: 'This address does not take that method',
        status: 405,
        detail: 'Use a method that the Allow header names.',
        code: 'method_not_allowed',
      },
    },
    no_target: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'What is removed has to be named',
        status: 400,
        detail: 'Give a path.',
        code: 'no_target',
      },
    },
    not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'Nothing lives at this address',
        status: 404,
        detail: 'Check the path, or read GET /openapi.json.',
        code: 'not_found',
      },
    },
    not_implemented: {
      status: 501,
      body: {
        type: 'about:blank',
        title: 'This server does not do that',
        status: 501,
        detail: 'Ask a server that has this operation.',
        code: 'not_implemented',
      },
    },
    not_provisioned: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This directory has not made that user, or not alone',
        status: 403,
        detail: 'Change the user where they were made.',
        code: 'not_provisioned',
      },
    },
    origin_not_allowed: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This origin may not use this client',
        status: 403,
        code: 'origin_not_allowed',
      },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: {
        type: 'about:blank',
        title: 'The service is busy. Try again in a moment',
        status: 503,
        code: 'overloaded',
      },
    },
    passkey_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'This passkey is there already',
        status: 409,
        detail: 'Use another authenticator.',
        code: 'passkey_exists',
      },
    },
    passkey_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such passkey', status: 404, code: 'passkey_not_found' },
    },
    payload_too_large: {
      status: 413,
      body: { type: 'about:blank', title: 'The body is larger than 100 kB', status: 413, code: 'payload_too_large' },
    },
    permission_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is such a permission already',
        status: 409,
        detail: 'Choose another resource or action.',
        code: 'permission_exists',
      },
    },
    permission_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such permission',
        status: 404,
        detail: 'Check the id.',
        code: 'permission_not_found',
      },
    },
    polling_too_fast: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The device asks too often',
        status: 400,
        detail: 'Wait five seconds longer between two questions.',
        code: 'polling_too_fast',
      },
    },
    precondition_failed: {
      status: 412,
      body: {
        type: 'about:blank',
        title: 'It has changed meanwhile',
        status: 412,
        detail: 'Get it again.',
        code: 'precondition_failed',
      },
    },
    provider_denied: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'The provider says that the sign-in was cancelled',
        status: 403,
        detail: 'Begin again.',
        code: 'provider_denied',
      },
    },
    provider_flow_invalid: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This sign-in was not begun in this browser, took too long or is used up',
        status: 400,
        detail: 'Begin again.',
        code: 'provider_flow_invalid',
      },
    },
    provider_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such provider, or it is not switched on',
        status: 404,
        code: 'provider_not_found',
      },
    },
    provider_unavailable: {
      status: 502,
      body: {
        type: 'about:blank',
        title: 'The provider did not answer as it should',
        status: 502,
        detail: 'Try again later, or sign in another way.',
        code: 'provider_unavailable',
      },
    },
    quota_exceeded: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There are as many of these as there may be',
        status: 409,
        detail: 'Quota: 100 accounts made by one user.',
        code: 'quota_exceeded',
      },
    },
    read_only: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'This attribute is not changed here, or not taken away',
        status: 400,
        detail: 'Leave it out.',
        code: 'read_only',
      },
    },
    reauthentication_required: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Sign in again first',
        status: 403,
        detail: 'Send a proof to POST /auth/reauthenticate.',
        code: 'reauthentication_required',
      },
    },
    registration_closed: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'Clients do not register themselves here',
        status: 403,
        detail: 'Ask whoever runs the application.',
        code: 'registration_closed',
      },
    },
    registration_not_supported: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'A client is registered before it asks',
        status: 400,
        detail: 'Register the client first.',
        code: 'registration_not_supported',
      },
    },
    request_uri_not_supported: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client has registered no request_uris',
        status: 400,
        detail: 'Register them, or send the parameters themselves.',
        code: 'request_uri_not_supported',
      },
    },
    role_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is a role of that name',
        status: 409,
        detail: 'Choose another name.',
        code: 'role_exists',
      },
    },
    role_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such role',
        status: 404,
        detail: 'Check the id.',
        code: 'role_not_found',
      },
    },
    second_factor_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is a second factor already',
        status: 409,
        detail: 'Switch it off first.',
        code: 'second_factor_exists',
      },
    },
    second_factor_missing: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There is no second factor',
        status: 409,
        detail: 'Set one up first.',
        code: 'second_factor_missing',
      },
    },
    second_factor_required: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'A second factor is needed',
        status: 403,
        detail:
          'Send mfa_token and a code or a passkey to POST /auth/mfa/challenge or sign in on the page at GET /oauth2/authorize.',
        code: 'second_factor_required',
      },
    },
    session_confined: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This session acts in one account alone',
        status: 403,
        detail: 'Sign in to do more.',
        code: 'session_confined',
      },
    },
    session_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such session', status: 404, code: 'session_not_found' },
    },
    sign_up_disabled: {
      status: 403,
      body: { type: 'about:blank', title: 'New users cannot sign up here', status: 403, code: 'sign_up_disabled' },
    },
    slug_taken: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'The slug is taken',
        status: 409,
        detail: 'Choose another slug.',
        code: 'slug_taken',
      },
    },
    too_many_keys: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'There are as many keys as there may be',
        status: 409,
        detail: 'Revoke one that is not used any more.',
        code: 'too_many_keys',
      },
    },
    too_many_requests: {
      status: 429,
      body: {
        type: 'about:blank',
        title: 'Too many tries. Wait and try again',
        status: 429,
        detail: 'Limit: sign-ins of one user.',
        code: 'too_many_requests',
      },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", DPoP algs="ES256 PS256 EdDSA Ed25519"' },
      body: { type: 'about:blank', title: 'Sign in first', status: 401, code: 'unauthorized' },
    },
    unauthorized_client: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The client may not do that',
        status: 400,
        detail: 'Use another client.',
        code: 'unauthorized_client',
      },
    },
    unavailable: {
      status: 503,
      headers: { 'Retry-After': '5' },
      body: { type: 'about:blank', title: 'The service is not available right now', status: 503, code: 'unavailable' },
    },
    unknown_client: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Unknown client', status: 401, code: 'unknown_client' },
    },
    unmet_authentication_requirements: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Nobody can sign in as the request demands',
        status: 400,
        detail: 'Ask for less.',
        code: 'unmet_authentication_requirements',
      },
    },
    unregistrable_redirect_uri: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Nobody can be sent to that redirect URI',
        status: 400,
        detail: 'Register an https address, or one of this machine.',
        code: 'unregistrable_redirect_uri',
      },
    },
    unsupported_grant_type: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'There is no such grant type',
        status: 400,
        detail: 'Use a grant type that the discovery document names.',
        code: 'unsupported_grant_type',
      },
    },
    unsupported_media_type: {
      status: 415,
      body: {
        type: 'about:blank',
        title: 'This operation does not take that content type',
        status: 415,
        code: 'unsupported_media_type',
      },
    },
    unsupported_response_type: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'There is no such response type',
        status: 400,
        code: 'unsupported_response_type',
      },
    },
    use_dpop_nonce: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The DPoP proof has to name a nonce',
        status: 400,
        detail: 'Send a new proof with the nonce that DPoP-Nonce gives.',
        code: 'use_dpop_nonce',
      },
    },
    user_exists: {
      status: 409,
      body: {
        type: 'about:blank',
        title: 'This email already has a user',
        status: 409,
        detail: 'Sign in instead.',
        code: 'user_exists',
      },
    },
    user_inactive: {
      status: 403,
      body: {
        type: 'about:blank',
        title: 'This user may not sign in',
        status: 403,
        detail: 'Ask an administrator.',
        code: 'user_inactive',
      },
    },
    user_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such user', status: 404, code: 'user_not_found' },
    },
    weak_password: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Choose a stronger password',
        status: 400,
        detail: 'Use at least 8 characters.',
        code: 'weak_password',
      },
    },
    webhook_not_found: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is no such webhook',
        status: 404,
        detail: 'Check the id.',
        code: 'webhook_not_found',
      },
    },
    wrong_password: {
      status: 403,
      body: { type: 'about:blank', title: 'The password is wrong', status: 403, code: 'wrong_password' },
    },
  },
} as const satisfies Record<string, Record<ErrorCode, Refusal>>

/** Media type of a surface's refusals. */
export const errorMediaType = {
  account: 'application/problem+json',
  app: 'application/problem+json',
  oauth: 'application/json',
  platform: 'application/problem+json',
  project: 'application/json',
  scim: 'application/scim+json',
  service: 'application/problem+json',
} as const satisfies Record<keyof typeof errors, string>

/** Where the body of a surface's refusals has room for a sentence about this very request. */
export const errorDetailProperty = {
  account: 'detail',
  app: 'detail',
  oauth: 'error_description',
  platform: 'detail',
  project: 'message',
  scim: 'detail',
  service: 'detail',
} as const satisfies Record<keyof typeof errors, string>
