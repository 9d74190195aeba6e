#!/usr/bin/env bash
# Installs what the tests need beyond Go and Node.js: a PostgreSQL server,
# Chromium, pdftotext, LibreOffice without its windows, and readers of its files
# in Python. Does nothing when they are there; GIAOUOC_TEST_DATABASE_URL may name
# a server instead, GIAOUOC_TEST_BROWSER the browser's program.
set -euo pipefail

have_postgres() {
	[[ -n "${GIAOUOC_TEST_DATABASE_URL:-}" ]] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}
have_pdf() { command -v pdftotext >/dev/null; }
have_browser() { command -v "${GIAOUOC_TEST_BROWSER:-chromium}" >/dev/null; }

have_office() { command -v soffice >/dev/null; }
have_readers() { /usr/bin/python3 -c 'import docx, openpyxl' 2>/dev/null; }

packages=()
have_postgres || packages+=(postgresql)
have_browser || packages+=(chromium)
have_pdf || packages+=(poppler-utils)
have_office || packages+=(libreoffice-writer-nogui libreoffice-calc-nogui)
have_readers || packages+=(python3-docx python3-openpyxl)
if [[ ${#packages[@]} -eq 0 ]]; then
	exit 0
fi

if ! command -v apt-get >/dev/null || [[ $EUID -ne 0 ]]; then
	echo "The tests need a PostgreSQL server (version 13 or newer), Chromium, pdftotext, LibreOffice, python3-docx and python3-openpyxl. Missing: ${packages[*]}. Install it, for example:" >&2
	echo "    sudo apt-get install --no-install-recommends ${packages[*]}" >&2
	echo "or set GIAOUOC_TEST_DATABASE_URL to a server on which databases may be created," >&2
	echo "and GIAOUOC_TEST_BROWSER to the program of a Chromium or Chrome." >&2
	exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# Older releases have no LibreOffice without windows.
apt-get install -q -y --no-install-recommends "${packages[@]}" ||
	apt-get install -q -y --no-install-recommends "${packages[@]/%-nogui/}"
have_postgres
have_browser
have_pdf
have_office
have_readers
