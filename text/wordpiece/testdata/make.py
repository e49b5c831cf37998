"""Prints golden lines: words with the pieces that the library `tokenizers`
cuts them into.

    python make.py ../vocab.txt words.jsonl… > golden.jsonl

A line of the input is a word as a JSON string, or a golden line, which is made
again: ["word", [[id, start, end], …]], with the span of each piece in bytes.
"""

import json
import sys

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers


def tokenizer(vocabulary):
    with open(vocabulary, encoding="utf-8", newline="\n") as lines:
        pieces = {line.rstrip("\n"): i for i, line in enumerate(lines)}
    made = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True
    )
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


def pieces(made, words):
    """The pieces of each word: (id, start, end), in bytes of the word."""
    for word, cut in zip(words, made.encode_batch([[w] for w in words], is_pretokenized=True)):
        at = [0]
        for c in word:
            at.append(at[-1] + len(c.encode()))
        yield [(i, at[s], at[e]) for i, (s, e) in zip(cut.ids, cut.offsets)]


def main():
    made = tokenizer(sys.argv[1])
    words = {}
    for path in sys.argv[2:]:
        for line in open(path, encoding="utf-8"):
            word = json.loads(line)
            words[word if isinstance(word, str) else word[0]] = None
    for word, found in zip(words, pieces(made, list(words))):
        print(json.dumps([word, found]))


if __name__ == "__main__":
    main()
