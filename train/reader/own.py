"""Reads the articles that were written and labelled for training Tocsin.

A file of own/ holds articles, each so:

    # name of the article | 2024-03-14
    The text, a paragraph a line. “The bridge is closed,” the mayor said.

    claim the mayor | said | The bridge is closed | assert | direct
    event closed | COERCE | actual

A line "claim" gives source, cue, content, act and form. A part that is not
there is "-". Content in several pieces joins them by " || ". A line "event"
gives trigger, PLOVER category and status. Every part stands in the text letter
for letter, with whole words. Where it stands there several times: a content or
a trigger takes "#2" behind it for the second time (counted from the top of the
article); a cue is taken where it is nearest to the content, and a source where
it is nearest to the cue, unless they have a "#2" too.

    python3 own.py FILE…    checks the files and counts what is in them
"""

import re
import sys
from dataclasses import dataclass, field

ACTS = ["assert", "deny", "accuse", "demand", "commit", "threaten", "warn", "believe"]
FORMS = ["direct", "indirect", "mixed"]
CATEGORIES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "REJECT", "ACCUSE",
              "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
STATUSES = ["actual", "planned", "hypothetical", "negated"]


@dataclass
class Claim:
    source: tuple | None  # (start, end) in code points
    cue: tuple | None
    content: list
    act: str
    form: str


@dataclass
class Event:
    trigger: tuple
    category: str
    status: str


@dataclass
class Article:
    name: str
    date: str
    text: str
    claims: list = field(default_factory=list)
    events: list = field(default_factory=list)


class Mistake(Exception):
    pass


def occurrences(text, words):
    """Where the words stand in the text as whole words."""
    found, at = [], text.find(words)
    while at >= 0:
        end = at + len(words)
        before = at > 0 and text[at - 1].isalnum() and words[0].isalnum()
        after = end < len(text) and text[end].isalnum() and words[-1].isalnum()
        if not before and not after:
            found.append((at, end))
        at = text.find(words, at + 1)
    return found


def locate(text, part, near=None):
    """The span of a part: the only one, the one that "#n" names, or the nearest."""
    number = re.search(r"#(\d+)$", part)
    words = part[: number.start()] if number else part
    found = occurrences(text, words)
    if not found:
        raise Mistake(f"“{words}” does not stand in the text")
    if number:
        if int(number[1]) > len(found) or int(number[1]) < 1:
            raise Mistake(f"“{words}” stands in the text only {len(found)} times")
        return found[int(number[1]) - 1]
    if len(found) == 1:
        return found[0]
    if near is None:
        raise Mistake(f"“{words}” stands in the text {len(found)} times: say which with #1 … #{len(found)}")
    return min(found, key=lambda span: min(max(0, span[0] - end, start - span[1]) for start, end in near))


def read_claim(text, body):
    parts = [part.strip() for part in re.split(r" \| ", body)]
    if len(parts) != 5:
        raise Mistake("a claim has five parts: source | cue | content | act | form")
    source, cue, content, act, form = parts
    if act not in ACTS:
        raise Mistake(f"no act “{act}”: one of {', '.join(ACTS)}")
    if form not in FORMS:
        raise Mistake(f"no form “{form}”: one of {', '.join(FORMS)}")
    contents = [locate(text, piece.strip()) for piece in content.split(" || ")]
    cues = locate(text, cue, contents) if cue != "-" else None
    sources = locate(text, source, [cues] if cues else contents) if source != "-" else None
    for piece in contents:
        if cues and cues[0] < piece[1] and piece[0] < cues[1]:
            raise Mistake(f"the cue “{cue}” stands within its content")
    return Claim(sources, cues, contents, act, form)


def read_event(text, body):
    parts = [part.strip() for part in re.split(r" \| ", body)]
    if len(parts) != 3:
        raise Mistake("an event has three parts: trigger | category | status")
    trigger, category, status = parts
    if category not in CATEGORIES:
        raise Mistake(f"no category “{category}”: one of {', '.join(CATEGORIES)}")
    if status not in STATUSES:
        raise Mistake(f"no status “{status}”: one of {', '.join(STATUSES)}")
    return Event(locate(text, trigger), category, status)


def read(name):
    """The articles of a file, and what is wrong in it, a sentence each."""
    articles, mistakes = [], []
    text_lines, labels = [], []

    def close():
        if not articles:
            return
        article = articles[-1]
        article.text = "\n".join(text_lines).strip()
        for number, kind, body in labels:
            try:
                if kind == "claim":
                    article.claims.append(read_claim(article.text, body))
                else:
                    article.events.append(read_event(article.text, body))
            except Mistake as mistake:
                mistakes.append(f"{name}:{number}: {mistake}")

    with open(name, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if line.startswith("# "):
                close()
                title, _, date = line[2:].partition(" | ")
                articles.append(Article(title.strip(), date.strip(), ""))
                text_lines, labels = [], []
            elif line.startswith(("claim ", "event ")):
                kind, _, body = line.partition(" ")
                labels.append((number, kind, body))
            elif labels and line.strip():
                mistakes.append(f"{name}:{number}: text behind the labels: begin a new article with “# name | date”")
            else:
                text_lines.append(line)
    close()
    return articles, mistakes


def main():
    wrong = 0
    for name in sys.argv[1:]:
        articles, mistakes = read(name)
        print(f"{name}: {len(articles)} articles, {sum(len(a.text.split()) for a in articles)} words, "
              f"{sum(len(a.claims) for a in articles)} claims, {sum(len(a.events) for a in articles)} events")
        for mistake in mistakes:
            print(mistake)
        wrong += len(mistakes)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
