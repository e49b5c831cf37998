#!/usr/bin/env bash
# Draws the pictures of this folder from what bin/tocsin prints now: ledger.png,
# the beginning of a ledger in a terminal, page.png, the top of the same ledger as
# a page, backtest.png, and the pages of “tocsin serve”. Needs chromium and pngquant.
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

read_sample() { bin/tocsin read examples/canal.txt --date 2024-03-14 --outlet "Tocsin examples" "$@"; }

# shoot PAGE PICTURE WIDTH HEIGHT SCALE
shoot() {
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars \
		--user-data-dir="$scratch/profile" --force-device-scale-factor="$5" \
		--window-size="$3,$4" --screenshot="$scratch/picture.png" "file://$1" 2>"$scratch/log" ||
		{ cat "$scratch/log" >&2; return 1; }
	pngquant --force --speed 1 --quality 60-95 --output "$2" "$scratch/picture.png"
}

# The terminal: the claims, as far as they fit, cut between two sources.
line=19 lines=51
{
	printf '\033[2m$\033[0m tocsin read examples/canal.txt --date 2024-03-14\n\n'
	read_sample --color always --width 100 | awk -v most=$lines '
		/^$/ { if (NR + held > most) exit; printf "%s", part; part = ""; held = 0 }
		{ part = part $0 "\n"; held++ }
		/EVENTS/ { exit }'
} >"$scratch/ansi"
{
	cat <<-'STYLE'
		<!doctype html><meta charset="utf-8"><style>
		body { margin: 0; background: #14171c }
		pre { margin: 0; padding: 22px 26px; color: #d5dae1; font: 13px/19px "DejaVu Sans Mono", monospace }
		b, .bold { color: #fff; font-weight: bold } .faint { color: #7f8a99 } .italic { font-style: italic }
		.red { color: #ff7b72 } .green { color: #7ee787 } .yellow { color: #e3b341 }
		.blue { color: #79c0ff } .purple { color: #d2a8ff } .cyan { color: #76e3ea }
		</style>
	STYLE
	printf '<pre>'
	sed -e 's/&/\&amp;/g; s/</\&lt;/g' \
		-e 's/\x1b\[0m/<\/span>/g; s/\x1b\[1m/<span class=bold>/g; s/\x1b\[2m/<span class=faint>/g; s/\x1b\[3m/<span class=italic>/g' \
		-e 's/\x1b\[31m/<span class=red>/g; s/\x1b\[32m/<span class=green>/g; s/\x1b\[33m/<span class=yellow>/g' \
		-e 's/\x1b\[\(34\|94\)m/<span class=blue>/g; s/\x1b\[35m/<span class=purple>/g; s/\x1b\[36m/<span class=cyan>/g' "$scratch/ansi"
	printf '</pre>\n'
} >"$scratch/ledger.html"
shoot "$scratch/ledger.html" docs/ledger.png 836 $(($(wc -l <"$scratch/ansi") * line + 44)) 2

read_sample --format html >"$scratch/page.html"
shoot "$scratch/page.html" docs/page.png 1280 960 1

rm -f bin/border.db*
bin/tocsin ingest --quiet --ledger bin/border.db examples/northern-border/reports.jsonl
bin/tocsin backtest --ledger bin/border.db examples/northern-border/indicators.yaml --from 2021-10-01 --to 2022-12-31 --plot docs/backtest.png >/dev/null
pngquant --force --ext .png docs/backtest.png

go test ./serve -run TestEveryPage -count=1 -shots "$scratch" >/dev/null
for page in today story article actor map alarm today-dark story-phone; do
	pngquant --force --speed 1 --quality 60-95 --output "docs/$page.png" "$scratch/$page.png"
done
