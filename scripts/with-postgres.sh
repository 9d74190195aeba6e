#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL server:
#
#     scripts/with-postgres.sh go test ./...
#
# The command finds the server in GIAOUOC_TEST_DATABASE_URL. The server is
# stopped and its files removed when the command ends, however it ends. When
# GIAOUOC_TEST_DATABASE_URL is already set, the command simply runs.
set -euo pipefail

if [[ $# -eq 0 ]]; then
	echo "usage: scripts/with-postgres.sh COMMAND [ARGUMENT…]" >&2
	exit 2
fi
if [[ -n "${GIAOUOC_TEST_DATABASE_URL:-}" ]]; then
	exec "$@"
fi

# The newest server installed: Debian keeps them out of PATH.
bin=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1 || true)
bin=${bin:-$(command -v initdb || true)}
if [[ -z "$bin" ]]; then
	echo "with-postgres: no PostgreSQL server here; run scripts/install-test-tools.sh" >&2
	exit 1
fi
bin=$(dirname "$(readlink -f "$bin")")

# PostgreSQL refuses to run as root.
as_owner() {
	if [[ $EUID -eq 0 ]]; then
		(cd "$dir" && runuser -u postgres -- "$@")
	else
		"$@"
	fi
}

# The path is kept short and out of TMPDIR: a socket's path may have about a
# hundred bytes, and the server's user must be able to reach it.
dir=$(mktemp -d /tmp/giaouoc-pg.XXXXXX)
chmod 0755 "$dir"
mkdir -m 0700 "$dir/data" "$dir/socket"
[[ $EUID -ne 0 ]] || chown postgres: "$dir" "$dir/data" "$dir/socket"

command_pid=
stop() {
	trap '' EXIT HUP INT TERM
	[[ -z "$command_pid" ]] || kill "$command_pid" 2>/dev/null || true
	if [[ -f "$dir/data/postmaster.pid" ]]; then
		as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
	fi
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
	local port
	for _ in {1..50}; do
		port=$((20000 + RANDOM % 12000)) # below the range the kernel gives out itself
		if ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			echo "$port"
			return
		fi
	done
	return 1
}

if ! as_owner "$bin/initdb" -D "$dir/data" -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1; then
	cat "$dir/initdb.log" >&2
	exit 1
fi
cat >>"$dir/data/postgresql.conf" <<EOF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir/socket'
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
EOF

# Another program may take the port between the look and the start: try again.
started=
for _ in 1 2 3 4 5; do
	port=$(free_port)
	if as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -o "-p $port" -w -t 60 start >/dev/null 2>&1; then
		started=yes
		break
	fi
done
if [[ -z "$started" ]]; then
	echo "with-postgres: the server did not start:" >&2
	cat "$dir/data/server.log" >&2
	exit 1
fi

export GIAOUOC_TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"

# In the background and waited for, so that a signal is answered at once.
"$@" <&0 &
command_pid=$!
status=0
wait "$command_pid" || status=$?
command_pid=
exit "$status"
