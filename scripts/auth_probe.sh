#!/usr/bin/env bash
# Checks a service from outside: its keys, a sign-in, and a token for an account at an audience.
set -euo pipefail

# shellcheck source=scripts/auth_requests.sh
source "$(dirname "${BASH_SOURCE[0]}")/auth_requests.sh"

usage="auth_probe.sh: check the keys, a sign-in and an account token of a service. One line a check.

$settings
  EMAIL           who signs in           (probe@example.test)
  PASSWORD        their password         (correct horse battery)

Without EMAIL and PASSWORD the service must be a sandbox on this machine; the user is signed up there on the first run.
Ends with 0 when all is well, with 1 at the first check that fails, with 2 for wrong usage."

case "$*" in
  '') ;;
  --help | -h)
    printf '%s\n' "$usage"
    exit 0
    ;;
  *) wrong_usage "auth_probe.sh takes no arguments: see auth_probe.sh --help." ;;
esac
named=${EMAIL:-}
credentials_or_defaults

ok() { printf 'ok    %-14s %s\n' "$1" "$2"; }
fail() {
  printf 'FAIL  %-14s %s\n' "$1" "$2"
  exit 1
}

request GET /.well-known/jwks.json
[[ $status == 200 ]] || fail jwks "$(refusal)"
# grep ends with 1 where it finds nothing, which is an answer too.
count=$({ grep -o '"kty"' <<<"$answer" || true; } | wc -l)
((count > 0)) || fail jwks '200  the set holds no key'
# RFC 7518 section 6: these members are private in one type of key or another.
private=$({ grep -oE '"(d|p|q|dp|dq|qi|oth|k)"[[:space:]]*:' <<<"$answer" || true; } | head -n 1)
[[ -z $private ]] || fail jwks "200  a key shows its private member ${private%%:*}"
if ((count == 1)); then ok jwks '1 key'; else ok jwks "$((count)) keys"; fi

sign_in "$EMAIL" "$PASSWORD"
if [[ $status == 401 && -z $named ]]; then
  sign_up "$EMAIL" "$PASSWORD"
  [[ $status == 201 ]] || fail sign-up "$(refusal)"
  ok sign-up "$EMAIL"
  sign_in "$EMAIL" "$PASSWORD"
fi
[[ $status == 200 ]] || fail sign-in "$(refusal)"
access_token=$(field access_token)
account_id=$(membership_field account_id)
[[ -n $access_token ]] || fail sign-in '200  the answer has no access_token'
[[ -n $account_id ]] || fail sign-in '200  the user is in no account'
ok sign-in "$EMAIL in $account_id"

account_token "$account_id" "$access_token"
[[ $status == 200 ]] || fail account-token "$(refusal)"
[[ -n $(field access_token) ]] || fail account-token '200  the answer has no access_token'
ok account-token "$AUTH_AUDIENCE"
