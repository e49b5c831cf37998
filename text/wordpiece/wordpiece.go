package wordpiece

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Unknown is the piece for what the vocabulary cannot spell. Every vocabulary
// has it.
const Unknown = "[UNK]"

const (
	continues    = "##" // stands before a piece that is not the first of its part
	longestPart  = 100  // in runes; a longer part is Unknown
	longestBytes = longestPart * utf8.UTFMax
)

// Vocabulary knows pieces by their ids, which count from 0. It never changes
// and is safe for concurrent use. It remembers no words; a caller that reads
// the same words again and again may keep a bounded cache of what Append gave.
type Vocabulary struct {
	pieces         []string         // by id, as the vocabulary writes them
	starts         map[string]int32 // what a part may begin with
	continuations  map[string]int32 // what may follow, without its "##"
	longestStart   int              // in bytes
	longestFollows int              // in bytes, without "##"
	unknown        int32
}

// Piece is one piece of a word and where it lies there.
type Piece struct {
	ID int32
	// Start and End are byte offsets in the word, on rune boundaries. They
	// reach from the first to behind the last character that the piece spells,
	// so a mark that was stripped at its end lies outside. Pieces that are
	// spelled by one character ("한") share its span; else they do not overlap.
	Start, End int
}

//go:embed vocab.txt
var english string

var readEnglish = sync.OnceValue(func() *Vocabulary {
	v, err := New(english)
	if err != nil {
		panic(err) // the file is part of the program, and tests read it
	}
	return v
})

// English is the vocabulary of bert-base-uncased, of 30,522 pieces, which many
// encoders share. It is built at the first call, in a few milliseconds.
func English() *Vocabulary { return readEnglish() }

// New reads a vocabulary of one piece a line, whose id is the number of its
// line, from 0. It fails on an empty line, on a piece that stands there twice,
// on text that is not UTF-8, and where Unknown is missing.
func New(vocabulary string) (*Vocabulary, error) {
	if !utf8.ValidString(vocabulary) {
		return nil, fmt.Errorf("vocabulary: not UTF-8")
	}
	vocabulary = strings.TrimSuffix(vocabulary, "\n")
	total := strings.Count(vocabulary, "\n") + 1
	follow := strings.Count(vocabulary, "\n"+continues)
	v := &Vocabulary{
		pieces:        make([]string, 0, total),
		starts:        make(map[string]int32, total-follow),
		continuations: make(map[string]int32, follow),
	}
	for line := range strings.SplitSeq(vocabulary, "\n") {
		piece := strings.TrimSuffix(line, "\r")
		if piece == "" {
			return nil, fmt.Errorf("vocabulary: line %d is empty", len(v.pieces)+1)
		}
		known, key, longest := v.starts, piece, &v.longestStart
		if rest, ok := strings.CutPrefix(piece, continues); ok {
			known, key, longest = v.continuations, rest, &v.longestFollows
		}
		before := len(known)
		known[key] = int32(len(v.pieces))
		if len(known) == before {
			return nil, fmt.Errorf("vocabulary: line %d has %q for the second time", len(v.pieces)+1, piece)
		}
		*longest = max(*longest, len(key))
		v.pieces = append(v.pieces, piece)
	}
	unknown, ok := v.starts[Unknown]
	if !ok {
		return nil, fmt.Errorf("vocabulary: no line is %s", Unknown)
	}
	v.unknown = unknown
	return v, nil
}

// Len is the number of pieces; ids are in [0, Len).
func (v *Vocabulary) Len() int { return len(v.pieces) }

// Piece is how the vocabulary writes the piece: with "##" where it continues
// a part. It is "" for an id out of range.
func (v *Vocabulary) Piece(id int32) string {
	if id < 0 || int(id) >= len(v.pieces) {
		return ""
	}
	return v.pieces[id]
}

// ID is the id of a piece as the vocabulary writes it, such as "[CLS]" or
// "##ing".
func (v *Vocabulary) ID(piece string) (id int32, ok bool) {
	if rest, follows := strings.CutPrefix(piece, continues); follows {
		id, ok = v.continuations[rest]
		return id, ok
	}
	id, ok = v.starts[piece]
	return id, ok
}

// Append appends the ids of the word's pieces to ids. A word of nothing but
// white space, stripped marks and dropped characters has none. Bytes that are
// not UTF-8 are dropped. It takes time linear in the length of the word, and
// allocates only where ids must grow.
func (v *Vocabulary) Append(ids []int32, word string) []int32 {
	c := cutter{vocabulary: v, ids: &ids}
	c.cut(word)
	return ids
}

// AppendPieces appends what Append does, with where in the word each piece
// lies. Neither starts nor ends of the pieces of a word ever go back.
func (v *Vocabulary) AppendPieces(pieces []Piece, word string) []Piece {
	var reach [longestBytes]reach
	c := cutter{vocabulary: v, pieces: &pieces, reach: &reach}
	c.cut(word)
	return pieces
}

// cutter cuts one word. It gathers the letters of a part and looks them up when
// the part ends.
type cutter struct {
	vocabulary *Vocabulary
	ids        *[]int32             // where results go,
	pieces     *[]Piece             // or here if it is not nil, with their spans
	reach      *[longestBytes]reach // beside pieces: of each byte of letters, where its character lies in the word
	start, end int                  // where the part lies in the word
	runes      int                  // of the part; only those up to longestPart are in letters
	size       int                  // of letters
	letters    [longestBytes]byte   // what the part is read as
}

type reach struct{ start, end int }

// plain says what an ASCII character is read as: itself in lower case, with
// mark added where it is a part of its own; blank ends a part; 0 is dropped.
var plain = func() (table [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case c == '\t' || c == '\n' || c == '\r' || c == blank:
			table[c] = blank
		case c < blank || c == 0x7f:
		case '0' <= c && c <= '9' || 'a' <= c && c <= 'z':
			table[c] = c
		case 'A' <= c && c <= 'Z':
			table[c] = c + 'a' - 'A'
		default:
			table[c] = c | mark
		}
	}
	return table
}()

const (
	blank = ' '
	mark  = 0x80
)

func (c *cutter) cut(word string) {
	for i := 0; i < len(word); {
		if b := word[i]; b < utf8.RuneSelf {
			switch as := plain[b]; {
			case as == 0:
			case as == blank:
				c.flush()
			case as >= mark:
				c.flush()
				c.addByte(as&^mark, i)
				c.flush()
			default:
				c.addByte(as, i)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		c.clean(r, word[i:i+size], i, i+size)
		i += size
	}
	c.flush()
}

// clean takes a character that is not ASCII, r, which the word writes as s at
// [start, end).
func (c *cutter) clean(r rune, s string, start, end int) {
	switch {
	case unicode.Is(dropped, r):
	case unicode.IsSpace(r):
		c.flush()
	case unicode.Is(ideographs, r):
		c.flush()
		c.decompose(r, s, start, end)
		c.flush()
	default:
		c.decompose(r, s, start, end)
	}
}

// Hangul syllables are decomposed by arithmetic (The Unicode Standard, 3.12).
const (
	syllables, lastSyllable       = 0xac00, 0xd7a3
	leads, vowels, trails         = 0x1100, 0x1161, 0x11a7
	trailCount, vowelsTimesTrails = 28, 21 * 28
)

// decompose takes the canonical decomposition of a character. It does not put
// marks into canonical order, as the library does: nearly all marks that this
// would move are stripped anyway, and the others (vowel killers such as U+1B44,
// musical symbols, marks younger than the tables) are in no piece, so all that
// could change is how far the span of an Unknown reaches.
func (c *cutter) decompose(r rune, s string, start, end int) {
	if syllables <= r && r <= lastSyllable {
		r -= syllables
		c.add(leads+r/vowelsTimesTrails, start, end)
		c.add(vowels+r%vowelsTimesTrails/trailCount, start, end)
		if trail := r % trailCount; trail != 0 {
			c.add(trails+trail, start, end)
		}
		return
	}
	parts := norm.NFD.PropertiesString(s).Decomposition()
	if parts == nil {
		c.fold(r, start, end)
		return
	}
	for len(parts) > 0 {
		r, size := utf8.DecodeRune(parts)
		c.fold(r, start, end)
		parts = parts[size:]
	}
}

// fold strips marks, lower-cases, and lets punctuation stand alone.
func (c *cutter) fold(r rune, start, end int) {
	if unicode.Is(nonspacing, r) {
		return
	}
	r = unicode.ToLower(r)
	if unicode.Is(punctuation, r) {
		c.flush()
		c.add(r, start, end)
		c.flush()
		return
	}
	c.add(r, start, end)
}

func (c *cutter) add(r rune, start, end int) {
	if c.runes == 0 {
		c.start = start
	}
	c.end = end
	c.runes++
	if c.runes > longestPart {
		return
	}
	size := c.size
	c.size += utf8.EncodeRune(c.letters[size:], r)
	if c.pieces != nil {
		for i := size; i < c.size; i++ {
			c.reach[i] = reach{start, end}
		}
	}
}

// addByte is add for an ASCII character.
func (c *cutter) addByte(b byte, start int) {
	if c.runes == 0 {
		c.start = start
	}
	c.end = start + 1
	c.runes++
	if c.runes > longestPart {
		return
	}
	c.letters[c.size] = b
	if c.pieces != nil {
		c.reach[c.size] = reach{start, start + 1}
	}
	c.size++
}

// flush ends a part, if one was begun: longest matches from the left, or
// Unknown.
func (c *cutter) flush() {
	if c.runes == 0 {
		return
	}
	size, tooLong := c.size, c.runes > longestPart
	c.runes, c.size = 0, 0
	if tooLong {
		c.unknown()
		return
	}
	letters := c.letters[:size]
	before := c.found()
	known, longest := c.vocabulary.starts, c.vocabulary.longestStart
	for from := 0; from < size; {
		id, to := match(known, letters, from, longest)
		if to == from {
			c.forget(before)
			c.unknown()
			return
		}
		if c.pieces != nil {
			*c.pieces = append(*c.pieces, Piece{id, c.reach[from].start, c.reach[to-1].end})
		} else {
			*c.ids = append(*c.ids, id)
		}
		from, known, longest = to, c.vocabulary.continuations, c.vocabulary.longestFollows
	}
}

// found is how many results there are.
func (c *cutter) found() int {
	if c.pieces != nil {
		return len(*c.pieces)
	}
	return len(*c.ids)
}

// forget takes back all results but the first n.
func (c *cutter) forget(n int) {
	if c.pieces != nil {
		*c.pieces = (*c.pieces)[:n]
		return
	}
	*c.ids = (*c.ids)[:n]
}

// unknown makes the part one piece.
func (c *cutter) unknown() {
	if c.pieces != nil {
		*c.pieces = append(*c.pieces, Piece{c.vocabulary.unknown, c.start, c.end})
		return
	}
	*c.ids = append(*c.ids, c.vocabulary.unknown)
}

// match finds the longest known piece of letters that begins at from; to is
// where it ends, and equals from where there is none.
func match(known map[string]int32, letters []byte, from, longest int) (id int32, to int) {
	for to = min(len(letters), from+longest); to > from; to-- {
		if to < len(letters) && !utf8.RuneStart(letters[to]) {
			continue
		}
		if id, ok := known[string(letters[from:to])]; ok {
			return id, to
		}
	}
	return 0, from
}
