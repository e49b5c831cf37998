"""Reads the invented claims in ours, and tells which pairs of them say what of each other.

    python3 clusters.py              counts the pairs
    python3 clusters.py --articles   prints the claims as train/pairs/claims reads them

A file holds clusters, each of claims about one happening:

    # topic | day
    A Somebody said [the content].
    B+3 Somebody else, three days later, said [its contrary].
    x A B

Claims with one letter say the same in other words; "x A B" are contraries, "~ A B" share a part. All other pairs
of a cluster have nothing in common but the topic.
"""

import collections
import datetime
import itertools
import json
import pathlib
import re
import sys

OURS = pathlib.Path(__file__).parent / "ours"


def load():
    clusters = []
    for path in sorted(OURS.glob("*.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            line = line.strip()
            where = f"{path.name}:{number}: {line}"
            if not line:
                continue
            if line[0] == "#":
                topic, day = line[1:].split("|")
                clusters.append({"topic": topic.strip(), "day": datetime.date.fromisoformat(day.strip()), "claims": [], "x": set(), "~": set()})
            elif relation := re.fullmatch(r"([x~]) (\w) (\w)", line):
                clusters[-1][relation[1]].add(frozenset(relation.group(2, 3)))
            else:
                claim = re.fullmatch(r"([A-Z])(?:\+(\d+))? (.*\[(.*)\].*)", line)
                assert claim, where
                clusters[-1]["claims"].append({"says": claim[1], "days": int(claim[2] or 0), "text": re.sub(r"[\[\]]", "", claim[3]), "content": claim[4]})
    for cluster in clusters:
        letters = {claim["says"] for claim in cluster["claims"]}
        assert all(pair <= letters for pair in cluster["x"] | cluster["~"]), cluster["topic"]
    return clusters


def pairs(clusters):
    """Pairs of names of claims with their label and the number of their cluster."""
    for n, cluster in enumerate(clusters):
        for (i, a), (j, b) in itertools.combinations(enumerate(cluster["claims"]), 2):
            letters = frozenset([a["says"], b["says"]])
            label = "same" if len(letters) == 1 else "contradicts" if letters in cluster["x"] else "related" if letters in cluster["~"] else "unrelated"
            yield f"{n}-{i}", f"{n}-{j}", label, n


def articles(clusters):
    for n, cluster in enumerate(clusters):
        for i, claim in enumerate(cluster["claims"]):
            before = claim["text"][: claim["text"].index(claim["content"])]
            start = len(before.encode())
            day = cluster["day"] + datetime.timedelta(claim["days"])
            yield {"id": f"{n}-{i}", "text": claim["text"], "published": day.isoformat(), "content": [start, start + len(claim["content"].encode())]}


if __name__ == "__main__":
    if "--articles" in sys.argv:
        for article in articles(load()):
            print(json.dumps(article))
    else:
        clusters = load()
        print(len(clusters), "clusters,", sum(len(c["claims"]) for c in clusters), "claims,", dict(collections.Counter(label for _, _, label, _ in pairs(clusters))))
