#!/bin/sh
# Runs sallyport out of this checkout, which pre-commit keeps for the hook; its packages are installed at the first run.
set -eu
home=$(cd "$(dirname "$0")/../.." && pwd)
[ -d "$home/node_modules" ] || (cd "$home" && npm ci --omit=dev --no-fund --no-audit --loglevel=error >&2)
exec node "$home/cli/main.ts" "$@"
