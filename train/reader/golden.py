"""Writes what the network says before it is quantised, for the program's test.

    python3 golden.py weights.pt --vocabulary vocab.txt --tokens BIN --own DIR --out golden.json

The texts are those of our own articles that are not trained on. The program
must agree in its labels: text/reader/parity_test.go.
"""

import argparse
import json

import torch

import data
from model import Labels, Reader
from train import make_batch, runs

SIGHT = 56  # words to either side of a cue that the program reads (cueSight in text/reader)


def is_tree(heads):
    """Whether heads, -1 for the root, are one projective tree with one root."""
    if heads.count(-1) != 1:
        return False
    for i in range(len(heads)):
        at, steps = i, 0
        while heads[at] >= 0:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
    arcs = [(min(i, h), max(i, h)) for i, h in enumerate(heads) if h >= 0]
    root = heads.index(-1)
    crossing = any(a < c < b < d for a, b in arcs for c, d in arcs)
    return not crossing and not any(a < root < b for a, b in arcs)


@torch.no_grad()
def read(reader, doc):
    words = reader.words(make_batch([(doc, list(data.windows(doc)))]))
    heads, sure = [], []
    for a, b in doc.sentences:
        best = (reader.arcs(words, a, b).masked_fill(torch.eye(b - a + 1).bool()[1:], -1e6).argmax(-1) - 1).tolist()
        sure += [is_tree(best)] * (b - a)
        heads += [h + a if h >= 0 else -1 for h in best]
    cues = reader.ledger_cue(words).softmax(-1)
    labels = [0 if row[0] > 0.5 else 1 if row[1] >= row[2] else 2 for row in cues]
    spans = [run[:2] for run in runs([data.CUES[label] for label in labels])]
    item = {
        "words": doc.words, "sentences": doc.sentences, "quoted": doc.quoted,
        "tags": reader.tag(words).argmax(-1).tolist(), "lemmas": reader.lemma(words).argmax(-1).tolist(),
        "heads": heads, "trees": sure, "deps": reader.relations(words, torch.tensor(heads)).argmax(-1).tolist(),
        "names": reader.name(words).argmax(-1).tolist(), "cues": spans,
        "triggers": [0 if row[0] > 0.5 else 1 + int(row[1:].argmax()) for row in reader.trigger(words).softmax(-1)],
        "parts": [], "acts": [],
    }
    if spans:
        bounds = [(a, b, max(0, a - SIGHT), min(len(words), b + SIGHT)) for a, b in spans]
        logits, acts, ranges = reader.read_cues(words, torch.tensor(doc.quoted), bounds, True)
        item["acts"] = acts.argmax(-1).tolist()
        for i, (low, high) in enumerate(ranges):
            best = logits[i].argmax(-1)
            item["parts"].append([[low + k for k in range(high - low) if data.PARTS[best[k]].endswith(part)]
                                  for part in ("SOURCE", "CONTENT")])
    return item


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights")
    for name in ("vocabulary", "tokens", "own", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--words", type=int, default=2500)
    options = parser.parse_args()
    saved = torch.load(options.weights)
    reader = Reader(Labels(saved["tags"], saved["lemmas"], saved["deps"]), not saved["options"].get("no_shapes"), saved["options"].get("layers", 6))
    reader.load_state_dict(saved["state"])
    reader.eval()
    docs, items, count = data.own_articles(options.own, options.tokens, dev=True), [], 0
    for doc in data.Pieces(options.vocabulary).cut(docs):
        if count < options.words:
            items.append(read(reader, doc))
            count += len(doc.words)
    with open(options.out, "w", encoding="utf-8") as out:
        json.dump(items, out, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
