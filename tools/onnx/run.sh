#!/usr/bin/env bash
# Compares the speed of Tocsin's encoder with onnxruntime's: README.md.
#
#     tools/onnx/run.sh [ROUNDS [SECONDS]]
#
# Each of ROUNDS rounds times every setting of both for SECONDS.
set -euo pipefail
rounds=${1:-3} seconds=${2:-1}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
export GOFLAGS=${GOFLAGS:--buildvcs=false} CGO_ENABLED=${CGO_ENABLED:-0}
made=$PWD/bin/onnx
mkdir -p "$made"

# Its install script would fetch parts for graphics cards; those for processors are there.
npm --prefix "$here" install --ignore-scripts --no-package-lock --no-audit --no-fund --loglevel error
if [ "$made/multihead.onnx" -ot "$here/model.py" ] || [ "$made/multihead.onnx" -ot "$here/requirements.txt" ]; then
	python3 -m venv "$made/venv"
	"$made/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
	"$made/venv/bin/python" "$here/model.py" "$made"
fi
go test -c -o "$made/encoder.test" ./text/encoder

# The benchmark begins with the fastest routines that this machine can run.
go_bench() { "$made/encoder.test" -test.run '^$' -test.bench "$@"; }
fastest=$(go_bench '^BenchmarkEncode$' -test.benchtime 1x 2>/dev/null |
	sed -n 's|^BenchmarkEncode/\([^/]*\)/.*|\1|p' | head -n 1 || true)

figures=$(mktemp)
trap 'rm -f "$figures"' EXIT
for round in $(seq "$rounds"); do
	echo "round $round of $rounds" >&2
	go_bench "^BenchmarkEncode\$/^$fastest\$" -test.benchtime "${seconds}s" -test.cpu 1,2 |
		awk '{ print >"/dev/stderr" } /pieces\/s/ {
			split($1, part, "/"); split(part[3], last, "-")
			for (i = 2; i <= NF; i++) if ($i == "pieces/s") rate = $(i - 1)
			print "tocsin", last[2] ? last[2] : 1, last[1], rate
		}' >>"$figures"
	node "$here/bench.mjs" "$seconds" "$made/attention.onnx" "$made/multihead.onnx" | sed 's/^/onnxruntime /' >>"$figures"
done

echo
echo "Pieces a second, medians; rounds: $rounds ($fastest, onnxruntime $(node -p "require('$here/node_modules/onnxruntime-node/package.json').version"))"
sort -k1,3 -k4,4n "$figures" | awk '
	{ key = $1 " " $2 " " $3; value[key, ++count[key]] = $4 }
	function median(key, n) {
		n = count[key]
		return n % 2 ? value[key, (n + 1) / 2] : (value[key, n / 2] + value[key, n / 2 + 1]) / 2
	}
	function line(what, cores, theirs, length_) {
		a = median("tocsin " cores " " length_); b = median("onnxruntime " theirs " " length_)
		printf "%-37s %6d %9.0f %12.0f %6.2f\n", what, length_, a, b, a / b
	}
	END {
		printf "%-37s %6s %9s %12s %6s\n", "", "window", "tocsin", "onnxruntime", "ratio"
		line("1 core", 1, 1, 128); line("1 core", 1, 1, 256)
		line("2 cores; theirs in one session", 2, 2, 128); line("2 cores; theirs in one session", 2, 2, 256)
		line("2 cores; theirs in two sessions", 2, "2x1", 128); line("2 cores; theirs in two sessions", 2, "2x1", 256)
	}'
