#!/usr/bin/env bash
# Installs what the tests need beyond Go: a PostgreSQL server. Does nothing
# when it is already there, or when GIAOUOC_TEST_DATABASE_URL names a server.
set -euo pipefail

packages=(postgresql)

have_postgres() {
	command -v initdb >/dev/null && return 0
	compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

if [[ -n "${GIAOUOC_TEST_DATABASE_URL:-}" ]] || have_postgres; then
	exit 0
fi

if ! command -v apt-get >/dev/null; then
	echo "The tests need a PostgreSQL server (version 13 or newer): install it with the package manager of this system," >&2
	echo "or set GIAOUOC_TEST_DATABASE_URL to a server on which databases may be created." >&2
	exit 1
fi
if [[ $EUID -ne 0 ]]; then
	echo "The tests need a PostgreSQL server. Install it, then run the command again:" >&2
	echo "    sudo apt-get install --no-install-recommends ${packages[*]}" >&2
	echo "or set GIAOUOC_TEST_DATABASE_URL to a server on which databases may be created." >&2
	exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends "${packages[@]}"
have_postgres
