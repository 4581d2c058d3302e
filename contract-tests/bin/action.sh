#!/usr/bin/env bash
# What the action runs: its inputs as arguments of the kit, each one word.
# -f: a star in a list is for the kit, not for the shell.
set -efuo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

arguments=(--url "$CONFORM_INPUT_URL" --report "${CONFORM_INPUT_REPORT:-conformance}")
# Lists are separated by blanks and lines, as the shell splits words.
for operation in ${CONFORM_INPUT_OPERATIONS:-}; do arguments+=(--operation "$operation"); done
for surface in ${CONFORM_INPUT_SURFACES:-}; do arguments+=(--surface "$surface"); done
if [ -n "${CONFORM_INPUT_WORLD:-}" ]; then arguments+=(--world "$CONFORM_INPUT_WORLD"); fi
if [ -n "${CONFORM_INPUT_BASELINE:-}" ]; then arguments+=(--baseline "$CONFORM_INPUT_BASELINE"); fi
if [ "${CONFORM_INPUT_ONLY_IMPLEMENTED:-false}" = true ]; then arguments+=(--only-implemented); fi
if [ -n "${CONFORM_INPUT_TIMEOUT:-}" ]; then arguments+=(--timeout "$CONFORM_INPUT_TIMEOUT"); fi
if [ -n "${CONFORM_INPUT_RATE:-}" ]; then arguments+=(--rate "$CONFORM_INPUT_RATE"); fi
if [ "${CONFORM_INPUT_NEGATIVES:-true}" = false ]; then arguments+=(--no-negatives); fi

exec node "$here/countersign-conform.mjs" "${arguments[@]}"
