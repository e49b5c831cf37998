// Package wordpiece cuts words into the pieces that a BERT-like encoder reads.
//
// In goes a word that was already cut from its text, out come the ids of its
// pieces in a Vocabulary, and where in the word each piece lies. It refuses to
// look at more than one word, to add marks such as [CLS] around a text, and to
// take the spelling of a mark in a text for the mark: "[SEP]" is three pieces.
//
// A word is cleaned and cut as by the uncased models of Devlin, Chang, Lee and
// Toutanova, “BERT: Pre-training of Deep Bidirectional Transformers”, 2019, and
// exactly as by the library tokenizers (BertNormalizer, BertPreTokenizer and
// WordPiece in their uncased settings), in this order:
//
//   - control, format and private-use characters and U+FFFD are dropped, and
//     white space ends a part of the word;
//   - an ideograph of Chinese, Japanese or Korean is a part of its own;
//   - characters are decomposed (NFD), and combining marks of category Mn
//     dropped: "é" is read as "e", "ß" stays;
//   - letters are lower-cased, each for itself;
//   - a punctuation mark, or any symbol of ASCII, is a part of its own.
//
// Each part is then cut by longest match from its start, as in Schuster and
// Nakajima, “Japanese and Korean Voice Search”, 2012, and Wu and others,
// “Google’s Neural Machine Translation System”, 2016: a first piece, then
// pieces that continue it, written with "##" in the vocabulary. A part that
// cannot be cut so, or has more than 100 characters, is the one piece [UNK].
//
// The classes of characters are those of the library, frozen in tables.go,
// because an encoder expects what it was trained with; they are those of an
// early Unicode (8), so a mark that was added later is not stripped.
package wordpiece
