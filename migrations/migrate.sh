#!/usr/bin/env bash
# migrations/migrate.sh up|status [context]: see migrations/migrate.sh --help.
# From the sources where they can be run, from dist in the container image.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

cli=libs/database/src/migrations/migrate.cli
if [ -f "$cli.ts" ] && [ -d node_modules/tsx ]; then
  exec node --import ./scripts/run-from-source.mjs "$cli.ts" "$@"
elif [ -f "dist/$cli.js" ]; then
  exec node "dist/$cli.js" "$@"
fi
echo 'neither sources with their development packages nor dist: run npm ci, or npm run build' >&2
exit 1
