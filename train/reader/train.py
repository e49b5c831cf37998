"""Trains the reader and writes its weights.

    python3 train.py --data DIR --vocabulary vocab.txt --bert model.safetensors \
        --tokens BIN --names names.jsonl --newswire newswire.conllu --out weights.pt

Every batch is of one corpus and trains the heads that the corpus has labels
for; the encoder learns from all. What is evaluated while it trains is the
a quarter of the development parts of EWT and of PolNeAR, and every tenth of our own articles.
"""

import argparse
import collections
import json
import math
import random
import time
from dataclasses import dataclass

import torch
from safetensors.torch import load_file
from torch.nn import functional as F

import data
import own
from model import LAYERS, Labels, Reader


@dataclass
class Batch:
    docs: list  # (Doc, first word, last word, row of the first word)
    pieces: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    firsts: torch.Tensor  # for each word, where its first piece stands among all


def make_batch(chunks, rng=None):
    """A Batch of the windows of some Docs: [(Doc, [(first, last), …])], neighbours side by side."""
    rows, docs, firsts, words = [], [], [], 0
    for doc, spans in chunks:
        docs.append((doc, spans[0][0], spans[-1][1], words))
        for first, last in spans:
            pieces, shapes, starts = [data.CLS], [0], []
            case = rng.random() if rng else 1
            for i in range(first, last):
                starts.append(len(pieces))
                pieces += doc.pieces[i]
                # Some windows in capitals, some without case: headlines, sloppy text.
                s = doc.shapes[i]
                if case < 0.03 and 1 <= s <= 5:
                    s = 3
                elif case < 0.05 and 1 <= s <= 5:
                    s = 1
                shapes += [s] * len(doc.pieces[i])
            rows.append((pieces + [data.SEP], shapes + [0]))
            firsts.append(starts)
            words += last - first
    length = max(len(pieces) for pieces, _ in rows)
    pieces = torch.full((len(rows), length), data.PAD)
    shapes = torch.zeros(len(rows), length, dtype=torch.long)
    mask = torch.zeros(len(rows), length, dtype=torch.bool)
    for i, (p, s) in enumerate(rows):
        pieces[i, : len(p)], shapes[i, : len(s)], mask[i, : len(p)] = torch.tensor(p), torch.tensor(s), True
    flat = [i * length + at for i, starts in enumerate(firsts) for at in starts]
    return Batch(docs, pieces, shapes, mask, torch.tensor(flat))


def batches(read, size, rng):
    """Batches of about size pieces, for ever; long Docs in several chunks. read gives the Docs of a pass."""
    while True:
        chunks, count = [], 0
        for doc, spans in data.shuffled_windows(read(), rng):
            for at in range(0, len(spans), 6):
                chunk = spans[at: at + 6]
                chunks.append((doc, chunk))
                count += sum(len(doc.pieces[i]) for i in range(chunk[0][0], chunk[-1][1]))
                if count >= size:
                    yield make_batch(chunks, rng)
                    chunks, count = [], 0
        if chunks:
            yield make_batch(chunks, rng)


def gather(batch, labels):
    """The labels of a batch's words; labels takes a Doc and gives its list."""
    return torch.tensor([x for doc, first, last, _ in batch.docs for x in labels(doc)[first:last]])


def loss_syntax(reader, words, batch):
    labels = reader.labels
    tags = gather(batch, lambda d: [labels.tag_of.get(t, data.NONE) for t in d.tags])
    lemmas = gather(batch, lambda d: [labels.lemma_of.get(l, data.NONE) if l else data.NONE for l in d.lemmas])
    deps = gather(batch, lambda d: [labels.dep(dep) for dep in d.deps])
    losses = {"tag": F.cross_entropy(reader.tag(words), tags, ignore_index=data.NONE),
              "lemma": F.cross_entropy(reader.lemma(words), lemmas, ignore_index=data.NONE)}
    heads, runs = torch.full((len(words),), -1), []
    for doc, first, last, row in batch.docs:
        for a, b in doc.sentences:
            if a < first or b > last:  # cut by the window
                deps[max(0, a - first) + row: max(0, min(b, last) - first) + row] = data.NONE
                continue
            runs.append((row + a - first, b - a))
            local = torch.tensor(doc.heads[a:b])
            heads[row + a - first: row + b - first] = torch.where(local >= 0, local + row + a - first, -1)
    longest = max(n for _, n in runs)
    index = torch.zeros(len(runs), longest, dtype=torch.long)
    inside = torch.zeros(len(runs), longest, dtype=torch.bool)
    gold = torch.full((len(runs), longest), data.NONE)
    for i, (at, n) in enumerate(runs):
        index[i, :n], inside[i, :n] = torch.arange(at, at + n), True
        h = heads[at: at + n]
        gold[i, :n] = torch.where(h >= 0, h - at + 1, 0)
    drop = lambda x: F.dropout(x, 0.1, reader.training)
    above, below = drop(reader.arc_head(words))[index], drop(reader.arc_dep(words))[index]
    above = torch.cat([reader.root.expand(len(runs), 1, -1), above], 1)
    scores = below @ above.transpose(1, 2)
    allowed = torch.cat([torch.ones(len(runs), 1, dtype=torch.bool), inside], 1)
    scores = scores.masked_fill(~allowed[:, None, :], -1e4)
    losses["arc"] = F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=data.NONE)
    losses["label"] = F.cross_entropy(reader.relations(words, heads), deps, ignore_index=data.NONE)
    return losses


def loss_names(reader, words, batch):
    return {"name": F.cross_entropy(reader.name(words), gather(batch, lambda d: d.names))}


def cues_of(batch):
    """The attributions of a batch with their cue and the bounds of their Doc, as rows."""
    for doc, first, last, row in batch.docs:
        for a in doc.attributions:
            if a.cue[0] >= first and a.cue[1] <= last:
                yield doc, a, (a.cue[0] - first + row, a.cue[1] - first + row, row, row + last - first), row - first


def loss_attribution(reader, words, batch, rng):
    ledger = batch.docs[0][0].ledger
    head = reader.ledger_cue if ledger else reader.cue
    losses = {"cue": F.cross_entropy(head(words), gather(batch, lambda d: d.cues))}
    some = list(cues_of(batch))
    if len(some) > 64:
        some = rng.sample(some, 64)
    if some:
        quoted = gather(batch, lambda d: d.quoted)
        logits, acts, ranges = reader.read_cues(words, quoted, [c for _, _, c, _ in some], ledger)
        gold = torch.full(logits.shape[:2], data.NONE)
        for i, ((_, a, _, shift), (low, high)) in enumerate(zip(some, ranges)):
            gold[i, : high - low] = torch.tensor([a.parts.get(k - shift, 0) for k in range(low, high)])
        losses["part"] = 2 * F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=data.NONE)
        if ledger:
            losses["act"] = 0.3 * F.cross_entropy(acts, torch.tensor([a.act for _, a, _, _ in some]))
    return losses


def loss_events(reader, words, batch):
    triggers, statuses = gather(batch, lambda d: d.triggers), gather(batch, lambda d: d.statuses)
    losses = {"trigger": 2 * F.cross_entropy(reader.trigger(words), triggers)}
    if (statuses != data.NONE).any():
        losses["status"] = 0.3 * F.cross_entropy(reader.status(words), statuses, ignore_index=data.NONE)
    return losses


def loss_guesses(reader, words, batch):
    """What the lexicon finds teaches more words than our own articles have; what it does not find teaches little."""
    guesses = gather(batch, lambda d: d.guesses)
    weights = torch.where(guesses > 0, 0.5, 0.15)
    return {"guess": (weights * F.cross_entropy(reader.trigger(words), guesses, reduction="none")).mean()}


def losses_of(reader, batch, rng):
    words = reader.words(batch)
    doc = batch.docs[0][0]
    losses = {}
    if doc.tags:
        losses |= loss_syntax(reader, words, batch)
    if doc.names:
        losses |= loss_names(reader, words, batch)
    if doc.cues:
        losses |= loss_attribution(reader, words, batch, rng)
    if doc.triggers:
        losses |= loss_events(reader, words, batch)
    if doc.guesses:
        losses |= loss_guesses(reader, words, batch)
    return losses


class Score(collections.Counter):
    """Counts of right, found and gold items, by name."""

    def note(self, name, gold, found):
        self[name, "right"] += len(gold & found)
        self[name, "gold"] += len(gold)
        self[name, "found"] += len(found)

    def f1(self, name):
        return 2 * self[name, "right"] / max(1, self[name, "gold"] + self[name, "found"])


def runs(labels):
    """The runs of BIO labels as (first, last, label of the first)."""
    out, start = [], None
    for i, label in enumerate(list(labels) + ["O"]):
        if start is not None and (label == "O" or label[0] == "B"):
            out.append((start, i, labels[start]))
            start = None
        if label != "O" and start is None:
            start = i
    return out


@torch.no_grad()
def evaluate(reader, corpora):
    reader.eval()
    score, right = Score(), collections.Counter()
    for name, docs in corpora.items():
        for doc in docs:
            spans = list(data.windows(doc))
            batch = make_batch([(doc, spans)])
            words = reader.words(batch)
            if doc.tags:
                evaluate_syntax(reader, words, doc, right)
            if doc.cues:
                evaluate_attribution(reader, words, doc, batch, score, name)
            if doc.triggers:
                found = reader.trigger(words).argmax(-1).tolist()
                score.note(name + " trigger", {i for i, t in enumerate(doc.triggers) if t}, {i for i, t in enumerate(found) if t})
                score.note(name + " category", {(i, t) for i, t in enumerate(doc.triggers) if t}, {(i, t) for i, t in enumerate(found) if t})
                status = reader.status(words).argmax(-1).tolist()
                for i, s in enumerate(doc.statuses):
                    if s != data.NONE:
                        right[name + " statuses"] += 1
                        right[name + " status"] += status[i] == s
    reader.train()
    figures = {key[0]: score.f1(key[0]) for key in score if key[1] == "gold"}
    for name in ("upos", "xpos", "lemma", "uas", "las"):
        figures[name] = right[name] / max(1, right["words"])
    figures["own status"] = right["own status"] / max(1, right["own statuses"])
    return figures


def evaluate_syntax(reader, words, doc, right):
    labels = reader.labels
    tags = reader.tag(words).argmax(-1).tolist()
    lemmas = reader.lemma(words).argmax(-1).tolist()
    heads = torch.full((len(words),), -1)
    for a, b in doc.sentences:
        best = reader.arcs(words, a, b).argmax(-1) - 1
        heads[a:b] = torch.where(best >= 0, best + a, -1)
    deps = reader.relations(words, heads).argmax(-1).tolist()
    for a, b in doc.sentences:
        for i in range(a, b):
            head = heads[i].item() - a if heads[i] >= 0 else -1
            right["words"] += 1
            right["upos"] += labels.tags[tags[i]][0] == doc.tags[i][0]
            right["xpos"] += labels.tags[tags[i]][1] == doc.tags[i][1]
            right["lemma"] += doc.lemmas[i] is None or labels.lemmas[lemmas[i]] == doc.lemmas[i]
            right["uas"] += head == doc.heads[i]
            right["las"] += head == doc.heads[i] and labels.deps[deps[i]].split(":")[0] == doc.deps[i].split(":")[0]


def evaluate_attribution(reader, words, doc, batch, score, name):
    head = reader.ledger_cue if doc.ledger else reader.cue
    found = [data.CUES[c] for c in head(words).argmax(-1).tolist()]
    gold = [data.CUES[c] for c in doc.cues]
    score.note(name + " cue exact", {r[:2] for r in runs(gold)}, {r[:2] for r in runs(found)})
    cues = {r[:2] for r in runs(found)}
    touched = {g for g in {r[:2] for r in runs(gold)} if any(f[0] < g[1] and g[0] < f[1] for f in cues)}
    score[name + " cue overlap", "right"] += len(touched)
    score[name + " cue overlap", "gold"] += len(runs(gold))
    score[name + " cue overlap", "found"] += len(cues)
    # Parts, as the program would: from the cues that it finds.
    if not cues:
        cues = {(0, 1)}
    quoted = torch.tensor(doc.quoted)
    cues = sorted(cues)
    logits, acts, ranges = reader.read_cues(words, quoted, [(a, b, 0, len(words)) for a, b in cues], doc.ledger)
    best = logits.argmax(-1)
    letters = lambda i: any(c.isalnum() for c in doc.words[i])
    that = lambda run: run[1:] if len(run) > 1 and doc.words[run[0]].lower() == "that" else run
    for part in ("SOURCE", "CONTENT"):
        golds, founds = set(), set()
        for a in doc.attributions:
            run = that(sorted(k for k, p in a.parts.items() if data.PARTS[p].endswith(part) and letters(k)))
            if run:
                golds.add((a.cue[0] if doc.ledger else 0, tuple(run)))
        for i, (cue, (low, high)) in enumerate(zip(cues, ranges)):
            run = that([low + k for k in range(high - low) if data.PARTS[best[i, k]].endswith(part) and letters(low + k)])
            if run:
                founds.add((cue[0] if doc.ledger else 0, tuple(run)))
        score.note(f"{name} {part.lower()} exact", golds, founds)
    known = {a.cue: a.act for a in doc.attributions}
    for i, cue in enumerate(cues):
        if known.get(cue, data.NONE) != data.NONE:
            score_act(score, name, acts[i].argmax().item() == known[cue])


def score_act(score, name, right):
    score[name + " act", "right"] += right
    score[name + " act", "gold"] += 1
    score[name + " act", "found"] += 1


def inventories(docs):
    """The tags, lemma rules and relations that are frequent enough to be learned."""
    tags, lemmas, deps = collections.Counter(), collections.Counter(), collections.Counter()
    for doc in docs:
        tags.update(doc.tags)
        lemmas.update(rule for rule in doc.lemmas if rule)
        deps.update(doc.deps)
    often = lambda counts, least: [key for key, count in sorted(counts.items(), key=lambda kv: (-kv[1], str(kv[0]))) if count >= least]
    return Labels(often(tags, 3), often(lemmas, 3), often(deps, 10))


def load_corpora(options):
    d = options.data
    syntax = [data.treebank(f"{d}/syntax/ewt/train.conllu"), data.treebank(f"{d}/syntax/gum-open/train.conllu")]
    made = data.treebank(options.newswire)
    corpora = {
        "syntax": syntax[0] + syntax[1] + made,
        "polnear": data.polnear(f"{d}/attribution/polnear/train", options.tokens, options.events),
        "names": data.named(options.names),
        "own": data.own_articles(options.own, options.tokens, dev=False),
    }
    dev = {
        "ewt": data.treebank(f"{d}/syntax/ewt/en_ewt-ud-dev.conllu")[::4],
        "polnear": data.polnear(f"{d}/attribution/polnear/dev", options.tokens)[::4],
        "own": data.own_articles(options.own, options.tokens, dev=True),
    }
    pieces = data.Pieces(options.vocabulary)
    for docs in [*corpora.values(), *dev.values()]:
        pieces.cut(docs)
    return corpora, dev, inventories(corpora["syntax"]), pieces


# Shares of the batches: first what every head builds on, then more of our own
# articles, whose conventions the program follows.
SHARES = {"syntax": 0.42, "polnear": 0.33, "names": 0.12, "own": 0.13}
LATE, LATE_SHARES = 0.65, {"syntax": 0.29, "polnear": 0.31, "names": 0.08, "own": 0.32}


def groups(reader, rate, decay):
    """Parameter groups: heads learn five times as fast; the lower a layer, the slower."""
    bands = [(reader.encoder.layers[i].parameters(), rate * decay ** (len(reader.encoder.layers) - 1 - i)) for i in range(len(reader.encoder.layers))]
    bands.append((list(reader.encoder.shape.parameters()) + list(reader.encoder.norm.parameters()), rate))
    inside = {id(p) for p in reader.encoder.parameters()}
    bands.append(([p for p in reader.parameters() if id(p) not in inside], 5 * rate))
    return [{"params": list(params), "lr": lr, "base": lr} for params, lr in bands]


def schedule(done, begun, warm=0.04):
    """The share of the rate when a part of the training is done: up, then down in a line.

    A training that begins in the middle warms up as well.
    """
    return min(1.0, (done - begun + 1e-4) / warm) * min(1.0, (1 - done) / (1 - warm))


def save(reader, mean, options, figures):
    state = {k: mean[k] if k in mean else v for k, v in reader.state_dict().items()}
    torch.save({"state": state, "tags": reader.labels.tags, "lemmas": reader.labels.lemmas, "deps": reader.labels.deps,
                "options": vars(options), "figures": figures}, options.out)


def evaluate_mean(reader, mean, dev):
    own_state = {k: v.clone() for k, v in reader.state_dict().items()}
    reader.load_state_dict(mean, strict=False)
    figures = evaluate(reader, dev)
    reader.load_state_dict(own_state)
    return figures


def main():
    parser = argparse.ArgumentParser()
    for name in ("data", "vocabulary", "bert", "tokens", "names", "newswire", "own", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--events", help="what `tocsin read --format json` finds in PolNeAR's training texts")
    parser.add_argument("--resume", help="weights to begin from, instead of BERT's")
    parser.add_argument("--begin", type=float, default=0, help="the part of the schedule that they have behind them")
    parser.add_argument("--pieces", type=float, default=10e6, help="pieces to read in all")
    parser.add_argument("--minutes", type=float, default=1e9, help="end the schedule after this time, if it comes first")
    parser.add_argument("--batch", type=int, default=2560)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--decay", type=float, default=0.9)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--no-shapes", action="store_true")
    parser.add_argument("--every", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    corpora, dev, labels, pieces = load_corpora(options)
    for name, docs in corpora.items():
        print(name, len(docs), "documents", sum(len(p) for doc in docs for p in doc.pieces), "pieces", flush=True)
    print(len(labels.tags), "tags", len(labels.lemmas), "lemma rules", len(labels.deps), "relations", flush=True)
    reader = Reader(labels, not options.no_shapes, options.layers)
    if options.resume:
        reader.load_state_dict(torch.load(options.resume)["state"])
    else:
        reader.encoder.load_bert(load_file(options.bert))
    reader.encoder.word.weight.requires_grad_(False)
    reader.encoder.position.weight.requires_grad_(False)
    optimizer = torch.optim.AdamW(groups(reader, options.rate, options.decay), betas=(0.9, 0.98), weight_decay=0.01)
    streams = {name: batches(lambda docs=docs: docs, options.batch, rng) for name, docs in corpora.items()}
    # Our own articles are read anew for every pass: more may have been written.
    streams["own"] = batches(lambda: pieces.cut(data.own_articles(options.own, options.tokens, dev=False)), options.batch, rng)
    learned = [k for k, p in reader.named_parameters() if p.requires_grad]
    mean = {k: v.detach().clone() for k, v in reader.named_parameters() if k in learned}
    told, seen, step, started = collections.defaultdict(list), 0, 0, time.time()
    reader.train()
    while True:
        done = max(seen / options.pieces, (time.time() - started) / 60 / options.minutes)
        done = options.begin + (1 - options.begin) * done
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * schedule(done, options.begin)
        shares = LATE_SHARES if done >= LATE else SHARES
        batch = next(streams[rng.choices(list(shares), shares.values())[0]])
        losses = losses_of(reader, batch, rng)
        optimizer.zero_grad(set_to_none=True)
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_([p for p in reader.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        seen += int(batch.mask.sum())
        step += 1
        keep = min(0.998, 1 - 1 / (step + 1))
        with torch.no_grad():
            for k, p in reader.named_parameters():
                if k in mean:
                    mean[k].lerp_(p, 1 - keep)
        for name, loss in losses.items():
            told[name].append(loss.item())
        if step % 50 == 0:
            line = " ".join(f"{name} {sum(v) / len(v):.3f}" for name, v in sorted(told.items()))
            print(f"{time.time() - started:6.0f}s step {step} {done:.3f} {seen / (time.time() - started):.0f}/s {line}", flush=True)
            told.clear()
        if step % options.every == 0:
            figures = evaluate_mean(reader, mean, dev)
            print("  ", json.dumps({k: round(v, 4) for k, v in figures.items()}), flush=True)
            save(reader, mean, options, figures)
    figures = evaluate_mean(reader, mean, dev)
    print("end", json.dumps({k: round(v, 4) for k, v in figures.items()}), flush=True)
    save(reader, mean, options, figures)


if __name__ == "__main__":
    main()
