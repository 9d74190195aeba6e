#!/usr/bin/env bash
# Opens the annual report in LibreOffice: it must print, and its formulas must
# come to the numbers the API tells. Installs LibreOffice without its windows
# when it is missing. What was made stays in the folder named at the end.
set -euo pipefail

packages=(libreoffice-calc-nogui)

if ! command -v soffice >/dev/null; then
	if ! command -v apt-get >/dev/null || [[ $EUID -ne 0 ]]; then
		echo "office-check: needs LibreOffice Calc (soffice); on Debian and Ubuntu:" >&2
		echo "    sudo apt-get install --no-install-recommends ${packages[*]}" >&2
		exit 1
	fi
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -q
	# Older releases have no package without windows.
	apt-get install -q -y --no-install-recommends "${packages[@]}" ||
		apt-get install -q -y --no-install-recommends libreoffice-calc
fi

dir=${1:-$(mktemp -d /tmp/giaouoc-office.XXXXXX)}
mkdir -p "$dir"
OFFICE_CHECK_DIR=$(readlink -f "$dir") go test -tags nomsgpack,timetzdata,office -count=1 ./internal/report -run '^TestOfficeCheck$'
echo "Look at $dir/report.pdf: is it readable, whole, and the Vietnamese right?"
