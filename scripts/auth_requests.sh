# What auth_probe.sh and auth_bootstrap_accounts.sh share: settings, requests, and reading answers without jq.
# shellcheck shell=bash disable=SC2034

AUTH_BASE_URL=${AUTH_BASE_URL:-http://localhost:3000}
AUTH_BASE_URL=${AUTH_BASE_URL%/}
AUTH_AUDIENCE=${AUTH_AUDIENCE:-https://api.inbox-manager.com}
ORIGIN=${ORIGIN:-https://app.inbox-manager.com}
CLIENT_ID=${CLIENT_ID:-cid_inbox_manager}

settings='Settings, from the environment:
  AUTH_BASE_URL   the service            (http://localhost:3000)
  AUTH_AUDIENCE   audience of the token  (https://api.inbox-manager.com)
  ORIGIN          origin of the app      (https://app.inbox-manager.com)
  CLIENT_ID       client of the app      (cid_inbox_manager)'

wrong_usage() {
  printf '%s\n' "$1" >&2
  exit 2
}

# Fixed credentials are for a sandbox on this machine; nobody else's service gets them.
credentials_or_defaults() {
  if [[ -z ${EMAIL:-} || -z ${PASSWORD:-} ]]; then
    [[ $AUTH_BASE_URL =~ ^https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?$ ]] ||
      wrong_usage "Set EMAIL and PASSWORD: only a service on this machine is called with the sandbox's."
  fi
  EMAIL=${EMAIL:-probe@example.test}
  PASSWORD=${PASSWORD:-correct horse battery}
}

# A text within quotes: the same escapes hold for JSON and for curl's settings.
quoted() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\r'/\\r}
  printf '"%s"' "${text//$'\t'/\\t}"
}

# request METHOD PATH [BODY] [TOKEN]: sets `status` (000 where none came) and `answer`. Passwords and tokens go to curl
# through its standard input: a command line can be read by everybody on the machine.
request() {
  # Where curl fails, its code is no end of ours: the status says 000.
  local received
  received=$(
    {
      printf 'request = %s\n' "$1"
      printf 'url = %s\n' "$(quoted "$AUTH_BASE_URL$2")"
      printf 'header = %s\n' "$(quoted "origin: $ORIGIN")"
      if [[ -n ${3:-} ]]; then
        printf 'header = "content-type: application/json"\ndata-raw = %s\n' "$(quoted "$3")"
      fi
      if [[ -n ${4:-} ]]; then printf 'header = %s\n' "$(quoted "authorization: Bearer $4")"; fi
    } | curl --silent --show-error --connect-timeout 5 --max-time 30 --write-out '\n%{http_code}' --config - 2>&1
  ) || true
  status=${received##*$'\n'}
  answer=${received%$'\n'*}
  answer=${answer//[$'\r\n']/}
}

# credentials_body EMAIL PASSWORD
credentials_body() {
  printf '{"client_id":%s,"email":%s,"password":%s}' "$(quoted "$CLIENT_ID")" "$(quoted "$1")" "$(quoted "$2")"
}

sign_in() { request POST /auth/sign-in "$(credentials_body "$1" "$2")"; }
sign_up() { request POST /auth/sign-up "$(credentials_body "$1" "$2")"; }
# account_token ACCOUNT_ID ACCESS_TOKEN
account_token() { request POST "/api/accounts/$1/token" "{\"audience\":$(quoted "$AUTH_AUDIENCE")}" "$2"; }

# field NAME [JSON]: the first text of that name, by default in the last answer; empty where there is none.
field() {
  local json=${2-$answer} pattern="\"$1\"[[:space:]]*:[[:space:]]*\"([^\"]*)\""
  [[ $json =~ $pattern ]] && printf '%s' "${BASH_REMATCH[1]}"
  return 0
}

# membership_field NAME: of the membership that the session speaks for.
membership_field() {
  local pattern='"active_membership"[[:space:]]*:[[:space:]]*(\{[^}]*\})'
  [[ $answer =~ $pattern ]] && field "$1" "${BASH_REMATCH[1]}"
  return 0
}

# What a refusal says, in one line: status, code, and the sentence if there is one.
refusal() {
  if [[ $status == 000 ]]; then
    printf 'no answer  %s' "$answer"
    return
  fi
  local code sentence
  code=$(field code)
  sentence=$(field detail)
  printf '%s %s  %s' "$status" "${code:-$(field error)}" "${sentence:-$(field title)}"
}
