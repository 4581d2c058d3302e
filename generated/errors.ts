// generated, do not edit: npm run generate

/** Why a request is refused. Every surface has words for each. */
export type ErrorCode =
  | 'access_denied'
  | 'account_not_found'
  | 'client_not_found'
  | 'csrf_mismatch'
  | 'csrf_session_missing'
  | 'internal'
  | 'invalid_audience'
  | 'invalid_authorization_code'
  | 'invalid_credentials'
  | 'invalid_redirect_uri'
  | 'invalid_refresh_token'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_token'
  | 'login_required'
  | 'mail_not_found'
  | 'method_not_allowed'
  | 'not_found'
  | 'origin_not_allowed'
  | 'overloaded'
  | 'payload_too_large'
  | 'too_many_requests'
  | 'unauthorized'
  | 'unauthorized_client'
  | 'unavailable'
  | 'unknown_client'
  | 'unsupported_grant_type'
  | 'unsupported_media_type'
  | 'unsupported_response_type'
  | 'user_exists'
  | 'weak_password'

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
    account_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such account', status: 404, code: 'account_not_found' },
    },
    client_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such client', status: 404, code: 'client_not_found' },
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
    internal: {
      status: 500,
      body: { type: 'about:blank', title: 'Something went wrong on our side', status: 500, code: 'internal' },
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
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Wrong email or password', status: 401, code: 'invalid_credentials' },
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
    invalid_scope: {
      status: 400,
      body: { type: 'about:blank', title: 'The client may not ask for that scope', status: 400, code: 'invalid_scope' },
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
    login_required: {
      status: 400,
      body: { type: 'about:blank', title: 'Somebody has to sign in first', status: 400, code: 'login_required' },
    },
    mail_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such mail', status: 404, code: 'mail_not_found' },
    },
    method_not_allowed: {
      status: 405,
      body: {
        type: 'about:blank',
        title: 'This address does not take that method',
        status: 405,
        code: 'method_not_allowed',
      },
    },
    not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'Nothing lives at this address', status: 404, code: 'not_found' },
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
    payload_too_large: {
      status: 413,
      body: { type: 'about:blank', title: 'The body is larger than 100 kB', status: 413, code: 'payload_too_large' },
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
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Sign in first', status: 401, code: 'unauthorized' },
    },
    unauthorized_client: {
      status: 400,
      body: { type: 'about:blank', title: 'The client may not do that', status: 400, code: 'unauthorized_client' },
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
    unsupported_grant_type: {
      status: 400,
      body: { type: 'about:blank', title: 'There is no such grant type', status: 400, code: 'unsupported_grant_type' },
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
  },
  app: {
    access_denied: {
      status: 403,
      body: {
        type: 'access_denied',
        title: 'Not allowed',
        status: 403,
        detail: 'This client is for members of its account.',
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
    client_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such client', status: 404, detail: 'There is no such client.' },
    },
    csrf_mismatch: {
      status: 403,
      body: {
        type: 'csrf_mismatch',
        title: 'The CSRF token does not match',
        status: 403,
        detail: 'The CSRF token is missing or does not match.',
      },
    },
    csrf_session_missing: {
      status: 403,
      body: {
        type: 'csrf_session_missing',
        title: 'There is no CSRF session',
        status: 403,
        detail: 'There is no CSRF session.',
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
    invalid_audience: {
      status: 400,
      body: {
        type: 'invalid_audience',
        title: 'The audience is not allowed',
        status: 400,
        detail: 'This client may not ask for that audience.',
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
    invalid_scope: {
      status: 400,
      body: {
        type: 'invalid_scope',
        title: 'The scope is not allowed',
        status: 400,
        detail: 'The client may not ask for that scope.',
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
    login_required: {
      status: 400,
      body: { type: 'login_required', title: 'Sign in first', status: 400, detail: 'Somebody has to sign in first.' },
    },
    mail_not_found: {
      status: 404,
      body: { type: 'not_found', title: 'There is no such mail', status: 404, detail: 'There is no such mail.' },
    },
    method_not_allowed: {
      status: 405,
      body: {
        type: 'method_not_allowed',
        title: 'The method is not allowed',
        status: 405,
        detail: 'This address does not take that method.',
      },
    },
    not_found: {
      status: 404,
      body: {
        type: 'not_found',
        title: 'Nothing lives at this address',
        status: 404,
        detail: 'Nothing lives at this address.',
      },
    },
    origin_not_allowed: {
      status: 403,
      body: {
        type: 'origin_not_allowed',
        title: 'The origin is not allowed',
        status: 403,
        detail: 'This origin may not use this client.',
      },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: { type: 'overloaded', title: 'The service is busy', status: 503, detail: 'Try again in a moment.' },
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
        detail: 'The client may not do that.',
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
    unsupported_grant_type: {
      status: 400,
      body: {
        type: 'unsupported_grant_type',
        title: 'Unknown grant type',
        status: 400,
        detail: 'There is no such grant type.',
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
        title: 'Unknown response type',
        status: 400,
        detail: 'There is no such response type.',
      },
    },
    user_exists: {
      status: 409,
      body: { type: 'user_exists', title: 'This email already has a user', status: 409, detail: 'Sign in instead.' },
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
  },
  oauth: {
    access_denied: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This client is for members of its account' },
    },
    account_not_found: {
      status: 404,
      body: { error: 'invalid_request', error_description: 'There is no such account' },
    },
    client_not_found: { status: 404, body: { error: 'invalid_request', error_description: 'There is no such client' } },
    csrf_mismatch: {
      status: 403,
      body: { error: 'access_denied', error_description: 'The CSRF token is missing or does not match' },
    },
    csrf_session_missing: {
      status: 403,
      body: { error: 'access_denied', error_description: 'There is no CSRF session' },
    },
    internal: { status: 500, body: { error: 'server_error', error_description: 'Something went wrong on our side' } },
    invalid_audience: {
      status: 400,
      body: { error: 'invalid_target', error_description: 'This client may not ask for that audience' },
    },
    invalid_authorization_code: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'The code is wrong or used up' },
    },
    invalid_credentials: {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Wrong email or password' },
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
    invalid_scope: {
      status: 400,
      body: { error: 'invalid_scope', error_description: 'The client may not ask for that scope' },
    },
    invalid_token: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign", error="invalid_token"' },
      body: { error: 'invalid_token', error_description: 'The access token is not valid any more' },
    },
    login_required: {
      status: 400,
      body: { error: 'login_required', error_description: 'Somebody has to sign in first' },
    },
    mail_not_found: { status: 404, body: { error: 'invalid_request', error_description: 'There is no such mail' } },
    method_not_allowed: {
      status: 405,
      body: { error: 'invalid_request', error_description: 'This address does not take that method' },
    },
    not_found: { status: 404, body: { error: 'invalid_request', error_description: 'Nothing lives at this address' } },
    origin_not_allowed: {
      status: 403,
      body: { error: 'access_denied', error_description: 'This origin may not use this client' },
    },
    overloaded: {
      status: 503,
      headers: { 'Retry-After': '1' },
      body: { error: 'temporarily_unavailable', error_description: 'The service is busy. Try again in a moment' },
    },
    payload_too_large: {
      status: 413,
      body: { error: 'invalid_request', error_description: 'The body is larger than 100 kB' },
    },
    too_many_requests: {
      status: 429,
      body: { error: 'slow_down', error_description: 'Too many tries. Wait and try again' },
    },
    unauthorized: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
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
    user_exists: {
      status: 409,
      body: { error: 'invalid_request', error_description: 'This email already has a user' },
    },
    weak_password: { status: 400, body: { error: 'invalid_request', error_description: 'Choose a stronger password' } },
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
    account_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such account', status: 404, code: 'account_not_found' },
    },
    client_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such client', status: 404, code: 'client_not_found' },
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
    internal: {
      status: 500,
      body: { type: 'about:blank', title: 'Something went wrong on our side', status: 500, code: 'internal' },
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
    invalid_credentials: {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Wrong email or password', status: 401, code: 'invalid_credentials' },
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
    invalid_scope: {
      status: 400,
      body: { type: 'about:blank', title: 'The client may not ask for that scope', status: 400, code: 'invalid_scope' },
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
    login_required: {
      status: 400,
      body: { type: 'about:blank', title: 'Somebody has to sign in first', status: 400, code: 'login_required' },
    },
    mail_not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'There is no such mail', status: 404, code: 'mail_not_found' },
    },
    method_not_allowed: {
      status: 405,
      body: {
        type: 'about:blank',
        title: 'This address does not take that method',
        status: 405,
        code: 'method_not_allowed',
      },
    },
    not_found: {
      status: 404,
      body: { type: 'about:blank', title: 'Nothing lives at this address', status: 404, code: 'not_found' },
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
    payload_too_large: {
      status: 413,
      body: { type: 'about:blank', title: 'The body is larger than 100 kB', status: 413, code: 'payload_too_large' },
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
      headers: { 'WWW-Authenticate': 'Bearer realm="countersign"' },
      body: { type: 'about:blank', title: 'Sign in first', status: 401, code: 'unauthorized' },
    },
    unauthorized_client: {
      status: 400,
      body: { type: 'about:blank', title: 'The client may not do that', status: 400, code: 'unauthorized_client' },
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
    unsupported_grant_type: {
      status: 400,
      body: { type: 'about:blank', title: 'There is no such grant type', status: 400, code: 'unsupported_grant_type' },
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
  },
} as const satisfies Record<string, Record<ErrorCode, Refusal>>

/** Media type of a surface's refusals. */
export const errorMediaType = {
  account: 'application/problem+json',
  app: 'application/problem+json',
  oauth: 'application/json',
  service: 'application/problem+json',
} as const satisfies Record<keyof typeof errors, string>
