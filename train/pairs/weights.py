"""Fits the weights by which the program tells the same from the contrary: link/statement/weights.txt.

    python3 weights.py --claims GUARDIAN.jsonl POLNEAR.jsonl --features PROGRAM --gold eval/gold/statements.jsonl --out weights.txt

CLAIMS are what train/pairs/claims prints for the articles, PROGRAM is train/pairs/features, built. Trained on: the
development part of the gold (half of the first article's number is even), the labelled pairs beside this file, and
pairs of claims of the same texts that nobody read and that count as saying nothing in common: most do, and without
them everything that shares a topic looks alike. Prints the scores of a cross-validation over the gold's articles.
"""

import argparse
import json
import pathlib
import random
import subprocess

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

HERE = pathlib.Path(__file__).parent
TOPIC = 64
CLASSES = {"unrelated": 0, "same": 1, "corroborates": 1, "contradicts": 2}
GOLD, OURS, UNREAD = 2.0, 1.0, 0.3  # what a pair of each kind weighs
CALLED = 0.08, 0.1  # from which probability a pair is called the same, the contrary; it is written as one half


def develop(article):
    """Whether an article may be looked at: those of PolNeAR may, and half of the Guardian's."""
    kind, _, number = article.rpartition("-")
    return kind != "guardian" or int(number) // 2 % 2 == 0


class Claims:
    def __init__(self, path):
        self.path = path
        self.all = [json.loads(line) for line in open(path)]
        self.of = {}
        for claim in self.all:
            self.of.setdefault(claim["article"], []).append(claim)

    def find(self, wanted):
        """The claim that shares most with the labelled one, at least half of both together."""
        start, end = wanted["content"][0], wanted["content"][-1]
        if isinstance(start, list):
            start, end = start[0], end[1]
        best, most = None, 0.5
        for claim in self.of.get(wanted["article"], []):
            s, e = claim["runes"]
            fit = (min(e, end) - max(s, start)) / (max(e, end) - min(s, start))
            if wanted.get("cue") and wanted["cue"][0] == claim["cue"]:
                fit += 0.1
            if fit > most:
                best, most = claim, fit
        return best and [best["article"], best["claim"]]

    def pairs(self, path, keep=lambda pair: True):
        found = []
        for line in open(path):
            pair = json.loads(line)
            a, b = self.find(pair["a"]), self.find(pair["b"])
            if a and b and pair["label"] in CLASSES and keep(pair):
                found.append({"a": a, "b": b, "label": pair["label"]})
        return found

    def unread(self, days, random_state, most=15000, each=40):
        """Pairs of one article, and pairs of near topics from articles of one season."""
        claims = [c for c in self.all if develop(c["article"]) and c["words"] > 2 and c["signature"]["Vector"]]
        topics = np.array([c["signature"]["Vector"][:TOPIC] for c in claims], dtype=np.float32)
        topics /= np.linalg.norm(topics, axis=1, keepdims=True)
        day = np.array([np.datetime64(c["signature"]["Published"][:10]) for c in claims]).astype(int)
        cosines = np.tril(topics @ topics.T, -1)
        names = np.array([c["article"] for c in claims])
        apart = names[:, None] != names[None]
        near = np.argwhere((cosines > 0.4) & (cosines < 0.72) & apart & (np.abs(day[:, None] - day[None]) <= days))
        near = near[random_state.sample(range(len(near)), min(most, len(near)))].tolist()
        for name in sorted(set(names)):
            inside = np.flatnonzero(names == name)
            among = [(i, j) for i in inside for j in inside if j < i and cosines[i, j] < 0.62 and not touch(claims[i], claims[j])]
            near += random_state.sample(among, min(each, len(among)))
        return [{"a": [claims[i]["article"], claims[i]["claim"]], "b": [claims[j]["article"], claims[j]["claim"]], "label": "unrelated"} for i, j in near]


def touch(a, b):
    return a["runes"][0] < b["runes"][1] and b["runes"][0] < a["runes"][1]


def key(pair):
    return frozenset([tuple(pair["a"]), tuple(pair["b"])])


def read(program, claims, pairs):
    """The pairs with their features, as the program sees them."""
    text = "".join(json.dumps(pair) + "\n" for pair in pairs)
    out = subprocess.run([program, claims.path], input=text, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def fit(x, y, weight, c=0.3):
    # A rare sign must not weigh more than it was seen to.
    mean, deviation = x.mean(0), np.maximum(x.std(0), 0.2)
    model = LogisticRegression(C=c, max_iter=3000).fit((x - mean) / deviation, y, sample_weight=weight)
    coefficients = model.coef_ / deviation
    intercepts = model.intercept_ - coefficients @ mean
    return coefficients - coefficients[0], intercepts - intercepts[0]  # against "neither"


def probabilities(weights, x):
    logits = x @ weights[0].T + weights[1]
    logits = np.exp(logits - logits.max(1, keepdims=True))
    return logits / logits.sum(1, keepdims=True)


def f1(gold, found):
    return 2 * (gold & found).sum() / max(1, gold.sum() + found.sum())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", nargs=2, required=True)
    parser.add_argument("--features", required=True)
    parser.add_argument("--gold", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    guardian, polnear = map(Claims, options.claims)
    gold = read(options.features, guardian, guardian.pairs(options.gold, lambda pair: develop(pair["a"]["article"])))
    known = {key(pair) for pair in guardian.pairs(options.gold)}
    rest, weight = [], []
    for claims, name, days in ((guardian, "guardian.jsonl", 60), (polnear, "polnear.jsonl", 12)):
        ours = claims.pairs(HERE / name)
        known |= {key(pair) for pair in ours}
        unread = [pair for pair in claims.unread(days, random.Random(5)) if key(pair) not in known]
        for pairs, each in ((ours, OURS), (unread, UNREAD)):
            pairs = read(options.features, claims, pairs)
            rest += pairs
            weight += [each] * len(pairs)
    names = gold[0]["names"]
    x = np.array([pair["features"] for pair in gold + rest])
    y = np.array([CLASSES[pair["label"]] for pair in gold + rest])
    weight = np.array([GOLD] * len(gold) + weight)
    score(x, y, weight, [pair["a"][0] for pair in gold])
    coefficients, intercepts = fit(x, y, weight)
    intercepts[1:] += [np.log(1 / least - 1) for least in CALLED]
    with open(options.out, "w") as out:
        for name, same, contrary in [("none", *intercepts[1:])] + list(zip(names, *coefficients[1:])):
            out.write(f"{name} {same:.4f} {contrary:.4f}\n")


def score(x, y, weight, articles):
    """A cross-validation over the articles of the gold; all the rest is always learned from."""
    n = len(articles)
    p = np.zeros((n, 3))
    for train, test in GroupKFold(8).split(x[:n], y[:n], articles):
        kept = np.r_[train, np.arange(n, len(y))]
        p[test] = probabilities(fit(x[kept], y[kept], weight[kept]), x[test])
    same, contrary = y[:n] == 1, y[:n] == 2
    print(f"{n} pairs of the gold, {len(y) - n} others, {np.bincount(y)} unrelated, same, contrary")
    print(f"average precision: same {average_precision_score(same, p[:, 1]):.3f}, contrary {average_precision_score(contrary, p[:, 2]):.3f}")
    for least in (0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5):
        print(f"from {least}: same F1 {f1(same, p[:, 1] >= least):.3f} (P {(same & (p[:, 1] >= least)).sum() / max(1, (p[:, 1] >= least).sum()):.2f}), contrary F1 {f1(contrary, p[:, 2] >= least):.3f}")


if __name__ == "__main__":
    main()
