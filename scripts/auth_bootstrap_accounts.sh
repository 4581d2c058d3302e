#!/usr/bin/env bash
# Makes users with accounts, and prints what a client needs to act as each of them.
set -euo pipefail

# shellcheck source=scripts/auth_requests.sh
source "$(dirname "${BASH_SOURCE[0]}")/auth_requests.sh"

usage="auth_bootstrap_accounts.sh [N]: make N users with an account each (1), or sign in those that exist.

$settings
  EMAIL           name@host makes name+1@host, name+2@host and so on  (probe@example.test)
  PASSWORD        the password of all of them                         (correct horse battery)

Prints one line a user, separated by tabs, below a line of names; progress goes to standard error.
Ends with 1 at the first user that fails, with 2 for wrong usage."

case "${1:-}" in
  --help | -h)
    printf '%s\n' "$usage"
    exit 0
    ;;
esac
count=${1:-1}
[[ $# -le 1 && $count =~ ^[1-9][0-9]{0,4}$ ]] || wrong_usage "Say how many users: a whole number from 1 to 99999."
credentials_or_defaults
[[ $EMAIL == ?*@?* ]] || wrong_usage "EMAIL is \"$EMAIL\": set an address such as name@example.test."

fail() {
  printf '%s: %s\n' "$1" "$2" >&2
  exit 1
}

printf 'email\tuser_id\taccount_id\taccess_token\trefresh_token\taccount_token\n'
for ((number = 1; number <= count; number++)); do
  email="${EMAIL%@*}+$number@${EMAIL##*@}"
  done_so=made
  sign_up "$email" "$PASSWORD"
  if [[ $status == 409 ]]; then
    done_so='signed in'
    sign_in "$email" "$PASSWORD"
  fi
  [[ $status == 200 || $status == 201 ]] || fail "$email" "$(refusal)"
  user_id=$(membership_field user_id)
  account_id=$(membership_field account_id)
  access_token=$(field access_token)
  refresh_token=$(field refresh_token)
  [[ -n $account_id && -n $access_token ]] || fail "$email" "$status  the answer has no account or no token"

  account_token "$account_id" "$access_token"
  [[ $status == 200 ]] || fail "$email" "$(refusal)"
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$email" "$user_id" "$account_id" "$access_token" "$refresh_token" "$(field access_token)"
  printf '%d of %d  %s  %s\n' "$number" "$count" "$email" "$done_so" >&2
done
