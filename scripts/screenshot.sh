#!/usr/bin/env bash
# Takes the READMEs' pictures anew: the overview of the demo's real bloc, in both
# languages, by a browser on a demo of its own. Needs what the tests need.
set -euo pipefail
cd "$(dirname "$0")/.."

dir=$(mktemp -d /tmp/giaouoc-picture.XXXXXX)
trap 'kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
GIAOUOC_DATA=$dir GIAOUOC_ADDR=127.0.0.1:18080 LANG=en_US.UTF-8 ./bin/giaouoc serve --demo >"$dir/log" 2>&1 &
pid=$!
for _ in $(seq 100); do
	sleep 0.2
	curl -sf http://127.0.0.1:18080/readyz >/dev/null && grep -q 'accounts: ' "$dir/log" && break
done
mkdir -p docs/img
BASE=http://127.0.0.1:18080 BROWSER=$(command -v "${GIAOUOC_TEST_BROWSER:-chromium}") \
	PASSWORD=$(sed -n 's/.*accounts: \([^ ]*\).*/\1/p' "$dir/log") node web/test/screenshot.mjs docs/img
