#!/usr/bin/env bash
# Runs the tests of ill treatment in their long form, one folder after another,
# and prints what each row of docs/reliability.md saw:
#
#     SCALE=0.1 scripts/torture.sh [PACKAGE…]
#
# SCALE=1 is the whole length; PACKAGE is one such as ./torture/crash, all when
# none is named. It ends with a code other than 0 when a bar is missed.
set -euo pipefail
cd "$(dirname "$0")/.."

tags=nomsgpack,timetzdata
export SCALE=${SCALE:-0.1}
dir=$(mktemp -d /tmp/giaouoc-torture.XXXXXX)
trap 'rm -rf "$dir"' EXIT
export TORTURE_REPORT=$dir/report TORTURE_BINARY=$dir/giaouoc
: >"$TORTURE_REPORT"
status=0

run() {
	scripts/with-postgres.sh go tool -modfile=tools/go.mod gotestsum --format testname --hide-summary=skipped,output -- \
		-tags "$tags" -count=1 -p 1 -timeout 8h "$@" || status=1
}

# Rows that are measured inside the process stand beside what they measure.
packages=("$@")
if [[ ${#packages[@]} -eq 0 ]]; then
	packages=(./torture/... ./internal/app ./internal/agreement)
fi

echo "torture: SCALE=$SCALE, ${packages[*]}"
go build -tags "$tags" -o "$TORTURE_BINARY" ./cmd/giaouoc
run "${packages[@]}"

if [[ $# -eq 0 ]]; then
	echo "torture: kills and races once more, against a program with the race detector inside (E5)"
	if ! command -v "${CC:-gcc}" >/dev/null; then
		printf 'E5\tkills and races with the race detector\t-\t-\tneeds a C compiler\tNOT RUN\n' >>"$TORTURE_REPORT"
	elif CGO_ENABLED=1 go build -race -tags "$tags" -o "$TORTURE_BINARY" ./cmd/giaouoc; then
		# A race makes the program end with this code, and so the test fail.
		export GORACE="halt_on_error=1 exitcode=66 log_path=$dir/race"
		(unset SCALE && export TORTURE_REPORT= && run ./torture/crash ./torture/races && exit "$status") || status=1
		races=$(find "$dir" -name 'race.*' | wc -l)
		verdict=ok
		[[ $races -eq 0 ]] || { verdict=MISSED status=1; cat "$dir"/race.*; }
		printf 'E5\tkills and races with the race detector\treports\t%s\t0\t%s\n' "$races" "$verdict" >>"$TORTURE_REPORT"
	else
		status=1
	fi
	for check in gosec secrets; do
		verdict=ok
		make --no-print-directory "$check" || { verdict=MISSED status=1; }
		printf 'E4\t%s\tfindings\t-\t0\t%s\n' "$check" "$verdict" >>"$TORTURE_REPORT"
	done
fi

echo
sort -V "$TORTURE_REPORT" | (printf 'row\twhat\tfigure\tseen\tbar\tverdict\n' && cat) | column -t -s $'\t'
echo
if grep -q $'\tNOT RUN$' "$TORTURE_REPORT"; then
	echo "torture: some rows were not run; they prove nothing:"
	grep $'\tNOT RUN$' "$TORTURE_REPORT" | cut -f1,2,5 | sort -u
fi
if [[ $status -ne 0 ]]; then
	echo "torture: FAILED; the rows marked MISSED, and the tests named above, say what" >&2
fi
exit "$status"
