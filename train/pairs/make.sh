#!/usr/bin/env bash
# Makes the weights of meaning in text/model/reader.bin and those by which
# link/statement judges pairs, from the data sets that TOCSIN_DATA names and the
# pairs beside this file. A quarter of an hour on two cores. It comes after
# train/reader/make.sh, whose reader.bin it adds to.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${TOCSIN_DATA:?say where the data sets are}"
work=bin/pairs
mkdir -p $work
[ -x $work/venv/bin/python ] || python3 -m venv $work/venv
$work/venv/bin/pip install -q -r train/pairs/requirements.txt
python=$work/venv/bin/python
claims() { go run ./train/pairs/claims "$@"; }
polnear="$TOCSIN_DATA/attribution/polnear" guardian="$TOCSIN_DATA/articles/guardian/articles.jsonl"
$python train/pairs/polnear.py "$polnear" | cat - "$guardian" | claims -states $work/news.bin >$work/news.jsonl
$python train/pairs/clusters.py --articles | claims -states $work/ours.bin >$work/ours.jsonl
$python train/pairs/project.py --news $work/news --ours $work/ours --out $work/meaning.npz
$python train/pairs/attach.py $work/meaning.npz text/model/reader.bin
claims <"$guardian" >$work/guardian.claims
# Pairs were labelled from the last months before the election.
$python train/pairs/polnear.py "$polnear" 2016-07 | claims >$work/polnear.claims
go build -o $work/features ./train/pairs/features
$python train/pairs/weights.py --claims $work/guardian.claims $work/polnear.claims --features $work/features \
	--gold eval/gold/statements.jsonl --out link/statement/weights.txt
