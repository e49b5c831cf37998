"""What the reader learns from, as documents of words with whatever labels they have."""

import glob
import json
import os
import re
import subprocess
import zlib
from dataclasses import dataclass, field

import own
from tokenizers import BertWordPieceTokenizer

CLS, SEP, PAD = 101, 102, 0
MAX_WORD_PIECES = 16  # of a word; what is behind them is not read
WINDOW = 160  # pieces, the marks at both ends included
REACH = 80  # words to either side of a cue that its reader sees

NAMES = ["O"] + [prefix + kind for kind in ("PER", "ORG", "LOC", "MISC") for prefix in ("B-", "I-")]
CUES = ["O", "B", "I"]
PARTS = ["O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT"]
TRIGGERS = ["O"] + own.CATEGORIES
NONE = -100  # a label that is not there


@dataclass
class Attribution:
    cue: tuple  # words [first, last)
    parts: dict  # word → index in PARTS
    act: int = NONE


@dataclass
class Doc:
    words: list
    sentences: list  # [first, last) of words
    quoted: list | None = None
    tags: list | None = None  # (UPOS, XPOS)
    lemmas: list | None = None  # (keep, cut, add)
    heads: list | None = None  # index within the sentence, -1 for its root
    deps: list | None = None
    names: list | None = None  # index in NAMES
    cues: list | None = None  # index in CUES
    ledger: bool = False  # whose conventions the cues follow
    attributions: list = field(default_factory=list)
    triggers: list | None = None  # index in TRIGGERS
    statuses: list | None = None  # index in own.STATUSES, NONE where there is no trigger
    guesses: list | None = None  # as triggers, but found by the program's lexicon and rules
    pieces: list | None = None
    shapes: list | None = None


# Shapes: the letter case that an uncased vocabulary does not see.
SHAPES = ["mark", "lower", "title", "upper", "single", "mixed", "digit"]


def shape(word):
    if any(c.isdigit() for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return 1
    if len(letters) == 1:
        return 4
    if upper == len(letters):
        return 3
    if upper == 1 and letters[0].isupper():
        return 2
    return 5


class Pieces:
    """Cuts words into WordPieces, as text/wordpiece does."""

    def __init__(self, vocabulary):
        self.tokenizer = BertWordPieceTokenizer(vocabulary, lowercase=True)
        self.cache = {}

    def of(self, word):
        pieces = self.cache.get(word)
        if pieces is None:
            pieces = self.tokenizer.encode(word, add_special_tokens=False).ids[:MAX_WORD_PIECES] or [100]
            self.cache[word] = pieces
        return pieces

    def cut(self, docs):
        for doc in docs:
            doc.pieces = [self.of(word) for word in doc.words]
            doc.shapes = [shape(word) for word in doc.words]
        return docs


def lemma_rule(form, lemma):
    """How to make the lemma of the form: what case, how much to cut off, what to add."""
    keep = lemma != lemma.lower()
    base = re.sub("[’‘]", "'", form if keep else form.lower())
    common = 0
    while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
        common += 1
    return keep, len(base) - common, lemma[common:]


def treebank(name):
    """Reads CoNLL-U; fifty neighbouring sentences make a Doc."""
    docs, sentences, rows = [], [], []

    def close():
        nonlocal sentences
        if sentences:
            docs.append(tree_doc(sentences))
        sentences = []

    with open(name, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                continue
            if line:
                fields = line.split("\t")
                if fields[0].isdigit():
                    rows.append(fields)
            elif rows:
                sentences.append(rows)
                rows = []
                if len(sentences) >= 50:
                    close()
    if rows:
        sentences.append(rows)
    close()
    return docs


def tree_doc(sentences):
    doc = Doc([], [], tags=[], lemmas=[], heads=[], deps=[])
    for rows in sentences:
        first = len(doc.words)
        for fields in rows:
            doc.words.append(fields[1])
            doc.tags.append((fields[3], fields[4]))
            doc.lemmas.append(lemma_rule(fields[1], fields[2]) if fields[2] != "_" else None)
            doc.heads.append(int(fields[6]) - 1)
            doc.deps.append(fields[7])
        doc.sentences.append((first, len(doc.words)))
    return doc


def named(name):
    """Reads the list of sentences with names that train/names writes; neighbours share a Doc."""
    docs, doc = [], None
    with open(name, encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            if doc is None or len(doc.words) + len(item["words"]) > 400:
                doc = Doc([], [], names=[])
                docs.append(doc)
            first = len(doc.words)
            doc.words += item["words"]
            labels = [0] * len(item["words"])
            for start, end, kind in item["names"]:
                for i in range(start, end):
                    labels[i] = NAMES.index(("B-" if i == start else "I-") + kind)
            doc.names += labels
            doc.sentences += [(first + a, first + b) for a, b in item["sentences"]]
    return docs


def tokens(texts, tool):
    """Cuts (id, text) pairs into words with the program's own scanner."""
    lines = "\n".join(json.dumps({"id": name, "text": text}) for name, text in texts)
    out = subprocess.run([tool], input=lines, capture_output=True, text=True, check=True).stdout
    return {item["id"]: item for item in map(json.loads, out.splitlines())}


def words_in(words, spans):
    """The words [(start, end), …] that overlap one of the spans."""
    return [i for i, (start, end) in enumerate(words) if any(start < b and a < end for a, b in spans)]


def label_attributions(doc, words, claims):
    """Puts claims as (cue spans, source spans, content spans, act) on the words of a Doc."""
    doc.cues = [0] * len(doc.words)
    for cue, source, content, act in claims:
        run = words_in(words, cue)
        if not run:
            continue
        # Marks at the edge of a cue ("said:") are none of it.
        while len(run) > 1 and not any(c.isalnum() for c in doc.words[run[-1]]):
            run.pop()
        while len(run) > 1 and not any(c.isalnum() for c in doc.words[run[0]]):
            run.pop(0)
        first, last = run[0], run[0] + 1
        while last in run:
            last += 1
        for i in range(first, last):
            doc.cues[i] = 1 if i == first else 2
        parts = {}
        for kind, spans in (("CONTENT", content), ("SOURCE", source)):
            before = None
            for i in words_in(words, spans):
                prefix = "I-" if before == i - 1 else "B-"
                parts[i] = PARTS.index(prefix + kind)
                before = i
        doc.attributions.append(Attribution((first, last), parts, act))


def read_brat(name):
    """Attributions of a brat file as (cue, source, content) spans."""
    parts, events = {}, []
    with open(name, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if re.fullmatch(r"T\d+", fields[0]) and len(fields) > 1:
                offsets = fields[1].split(" ", 1)[1]
                parts[fields[0]] = [tuple(map(int, o.split())) for o in offsets.split(";")]
            elif re.fullmatch(r"E\d+", fields[0]) and len(fields) > 1:
                events.append(fields[1])
    claims = []
    for event in events:
        roles = {"Cue": [], "Source": [], "Content": []}
        for role in event.split():
            kind, _, part = role.partition(":")
            kind = kind.rstrip("0123456789")
            if kind in roles:
                roles[kind] += parts[part]
        if roles["Cue"] and roles["Content"]:
            claims.append((roles["Cue"], roles["Source"], roles["Content"], NONE))
    return claims


def polnear(folder, tool, events=None):
    """PolNeAR's texts; events is what the program's lexicon finds in them, as `tocsin read` prints it."""
    found = {}
    if events:
        with open(events, encoding="utf-8") as lines:
            for item in map(json.loads, lines):
                found[item["article"]["text"]] = [e for e in item["events"] if e["rule"] != "network"]
    texts = {os.path.basename(name)[:-4]: open(name, encoding="utf-8", newline="").read()
             for name in sorted(glob.glob(folder + "/*.txt"))}
    docs = []
    for name, item in tokens(texts.items(), tool).items():
        doc = text_doc(texts[name], item)
        annotation = sorted(glob.glob(f"{glob.escape(folder + '/' + name)}_*.ann"))[0]
        label_attributions(doc, item["words"], read_brat(annotation))
        if texts[name] in found:
            doc.guesses = [0] * len(doc.words)
            for event in found[texts[name]]:
                for k in words_in(item["words"], [event["trigger"]["span"]]):
                    doc.guesses[k] = TRIGGERS.index(event["category"])
        docs.append(doc)
    return docs


def text_doc(text, item):
    return Doc([text[a:b] for a, b in item["words"]], [tuple(s) for s in item["sentences"]], quoted=item["quoted"])


def own_articles(folder, tool, dev):
    """Our own articles: a tenth of them, chosen by their names, is the development part."""
    articles = [article for name in sorted(glob.glob(folder + "/*.txt")) for article in own.read(name)[0]
                if (zlib.crc32(article.name.encode()) % 10 == 0) == dev]
    cut = tokens([(str(i), article.text) for i, article in enumerate(articles)], tool)
    docs = []
    for i, article in enumerate(articles):
        item = cut[str(i)]
        doc = text_doc(article.text, item)
        doc.ledger = True
        label_attributions(doc, item["words"], [
            ([claim.cue], [claim.source] if claim.source else [], claim.content, own.ACTS.index(claim.act))
            for claim in article.claims if claim.cue])
        doc.triggers, doc.statuses = [0] * len(doc.words), [NONE] * len(doc.words)
        for event in article.events:
            for k in words_in(item["words"], [event.trigger]):
                doc.triggers[k] = TRIGGERS.index(event.category)
                doc.statuses[k] = own.STATUSES.index(event.status)
        docs.append(doc)
    return docs


def windows(doc, limit=WINDOW, first_limit=None):
    """Packs the sentences of a Doc into windows of at most limit pieces, as text does.

    Yields runs of words [first, last). A sentence that is too long is cut
    between words.
    """
    room = (first_limit or limit) - 2
    start, used = 0, 0
    for first, last in doc.sentences:
        size = sum(len(doc.pieces[i]) for i in range(first, last))
        if used and used + size > room:
            yield start, first
            start, used, room = first, 0, limit - 2
        for i in range(first, last):
            if used + len(doc.pieces[i]) > room and size > room:
                if i > start:
                    yield start, i
                start, used, room = i, 0, limit - 2
            used += len(doc.pieces[i])
    if start < len(doc.words):
        yield start, len(doc.words)


def shuffled_windows(docs, rng):
    """All windows of all Docs once, each Doc cut anew."""
    order = list(range(len(docs)))
    rng.shuffle(order)
    for d in order:
        limit = rng.randint(WINDOW // 4, WINDOW) if rng.random() < 0.3 else WINDOW
        yield docs[d], list(windows(docs[d], first_limit=limit))
