#!/usr/bin/env bash
# Says what is missing before the dashboard can be built.
set -euo pipefail

found=$(node --version 2>/dev/null || true)
IFS=. read -r major minor _ <<<"${found#v}.0.0"
if ! command -v npm >/dev/null || [[ -z $found ]] || ((major < 20 || (major == 20 && minor < 19))); then
	echo "The dashboard needs Node.js 20.19 or newer and npm to be built${found:+; this is $found}. Install it, then run the command again." >&2
	echo "The service alone, without a dashboard: go build -tags nomsgpack,timetzdata -o bin/giaouoc ./cmd/giaouoc" >&2
	exit 1
fi
