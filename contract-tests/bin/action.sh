#!/usr/bin/env bash
# What the action runs: its inputs as arguments of the kit, each one word.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

arguments=(--url "$CONFORM_INPUT_URL" --report "${CONFORM_INPUT_REPORT:-conformance}")
# Lists are separated by blanks and lines; a star in them is for the kit, not for the shell. `read` finds no end, and says so.
read -r -d '' -a operations <<<"${CONFORM_INPUT_OPERATIONS:-}" || true
read -r -d '' -a surfaces <<<"${CONFORM_INPUT_SURFACES:-}" || true
# An empty list is an unset name to a bash before 4.4.
for operation in ${operations[@]+"${operations[@]}"}; do arguments+=(--operation "$operation"); done
for surface in ${surfaces[@]+"${surfaces[@]}"}; do arguments+=(--surface "$surface"); done
if [ -n "${CONFORM_INPUT_WORLD:-}" ]; then arguments+=(--world "$CONFORM_INPUT_WORLD"); fi
if [ -n "${CONFORM_INPUT_BASELINE:-}" ]; then arguments+=(--baseline "$CONFORM_INPUT_BASELINE"); fi
if [ "${CONFORM_INPUT_ONLY_IMPLEMENTED:-false}" = true ]; then arguments+=(--only-implemented); fi
if [ "${CONFORM_INPUT_NEGATIVES:-true}" = false ]; then arguments+=(--no-negatives); fi

exec node "$here/countersign-conform.mjs" "${arguments[@]}"
