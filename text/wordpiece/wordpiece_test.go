package wordpiece

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

type golden struct {
	word   string
	pieces []Piece
}

// readGolden reads testdata/golden.jsonl, which testdata/make.py wrote.
func readGolden(t testing.TB) []golden {
	t.Helper()
	file, err := os.Open("testdata/golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []golden
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var g golden
		var triples [][3]int
		if err := json.Unmarshal(lines.Bytes(), &[]any{&g.word, &triples}); err != nil {
			t.Fatalf("line %d: %v", len(all)+1, err)
		}
		for _, p := range triples {
			g.pieces = append(g.pieces, Piece{int32(p[0]), p[1], p[2]})
		}
		all = append(all, g)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func spell(ids []int32) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(" " + English().Piece(id))
	}
	return b.String()
}

func TestPiecesAreThoseOfTheLibrary(t *testing.T) {
	all := readGolden(t)
	if len(all) < 3000 {
		t.Fatalf("only %d golden words", len(all))
	}
	for _, g := range all {
		var want []int32
		for _, p := range g.pieces {
			want = append(want, p.ID)
		}
		if got := English().Append(nil, g.word); !slices.Equal(got, want) {
			t.Errorf("%q: got%s, want%s", g.word, spell(got), spell(want))
		}
	}
}

func TestSpansAreThoseOfTheLibrary(t *testing.T) {
	for _, g := range readGolden(t) {
		if got := English().AppendPieces(nil, g.word); !slices.Equal(got, g.pieces) {
			t.Errorf("%q: got %v, want %v", g.word, got, g.pieces)
		}
	}
}

func TestEnglishIsBertBaseUncased(t *testing.T) {
	v := English()
	if v.Len() != 30522 {
		t.Errorf("%d pieces", v.Len())
	}
	for piece, want := range map[string]int32{"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "[MASK]": 103, "the": 1996, "##ing": 2075} {
		if id, ok := v.ID(piece); !ok || id != want {
			t.Errorf("ID(%q) = %d, %v, want %d", piece, id, ok, want)
		}
		if got := v.Piece(want); got != piece {
			t.Errorf("Piece(%d) = %q, want %q", want, got, piece)
		}
	}
	if got := v.Piece(-1) + v.Piece(30522); got != "" {
		t.Errorf("ids out of range are %q", got)
	}
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	got := English().Append([]int32{101}, "zzyzxqq’s")
	if got[0] != 101 {
		t.Errorf("got%s", spell(got))
	}
	got = English().Append([]int32{101}, "a\U0001f6ff")
	if !slices.Equal(got, []int32{101, 100}) {
		t.Errorf("a part without a match: got%s", spell(got))
	}
}

func TestNotUTF8IsDropped(t *testing.T) {
	got := English().AppendPieces(nil, "a\xffb\xe2\x80")
	want := English().Append(nil, "ab")
	if len(got) != 1 || got[0] != (Piece{want[0], 0, 3}) {
		t.Errorf("got %v", got)
	}
}

func TestNewSaysWhatIsWrong(t *testing.T) {
	for vocabulary, want := range map[string]string{
		"":                     "line 1 is empty",
		"a\n\n[UNK]":           "line 2 is empty",
		"a\n[UNK]\n##a\na\n":   `line 4 has "a" for the second time`,
		"a\nb":                 "no line is [UNK]",
		"\xff\n[UNK]":          "not UTF-8",
		"##b\n[UNK]\nb\n##b\n": `line 4 has "##b" for the second time`,
	} {
		if _, err := New(vocabulary); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New(%q): %v, want %q", vocabulary, err, want)
		}
	}
}

func TestNewReadsLinesOfEitherKind(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		v, err := New(strings.Join([]string{"##b", "[UNK]", "a", "##bc", ""}, end))
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Append(nil, "abbc b"); !slices.Equal(got, []int32{2, 0, 3, 1}) {
			t.Errorf("got %v", got)
		}
	}
}

func TestNoAllocationPerWord(t *testing.T) {
	ids, pieces := make([]int32, 0, 64), make([]Piece, 0, 64)
	English()
	for _, word := range []string{"Ministry", "Lukashenko's", "9,000", "naïve", "한국", "東京"} {
		if n := testing.AllocsPerRun(100, func() { ids = English().Append(ids[:0], word) }); n != 0 {
			t.Errorf("Append(%q): %v allocations", word, n)
		}
		if n := testing.AllocsPerRun(100, func() { pieces = English().AppendPieces(pieces[:0], word) }); n != 0 {
			t.Errorf("AppendPieces(%q): %v allocations", word, n)
		}
	}
}

func TestManyReadersAtOnce(t *testing.T) {
	v, err := New(english)
	if err != nil {
		t.Fatal(err)
	}
	all := readGolden(t)[:500]
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, g := range all {
				if got := v.AppendPieces(nil, g.word); !slices.Equal(got, g.pieces) {
					t.Errorf("%q: got %v, want %v", g.word, got, g.pieces)
				}
			}
		})
	}
	wait.Wait()
}

// The library puts marks into canonical order and this package does not; that
// would show only if a mark that is reordered and not stripped were in a piece.
func TestOrderOfMarksDoesNotMatter(t *testing.T) {
	for _, r := range english {
		if norm.NFD.PropertiesString(string(r)).CCC() != 0 {
			t.Errorf("%q has a combining class", r)
		}
	}
}

// A word of a megabyte is read in time that no quadratic algorithm meets.
func TestTimeIsLinear(t *testing.T) {
	for _, unit := range []string{"a", "é", "e\u0301", "\u0301", "\u200b", "中", ".", "a ", "\xff", "qxz", strings.Repeat("z", 100) + " "} {
		word := strings.Repeat(unit, 1<<20/len(unit))
		began := time.Now()
		English().AppendPieces(nil, word)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("a megabyte of %q took %v", unit[:1], took)
		}
	}
}

func FuzzSpans(f *testing.F) {
	for i, g := range readGolden(f) {
		if i%10 == 0 {
			f.Add(g.word)
		}
	}
	f.Add("a\xff\xe2\x80b")
	f.Fuzz(func(t *testing.T, word string) {
		began := time.Now()
		pieces := English().AppendPieces(nil, word)
		ids := English().Append(nil, word)
		if took := time.Since(began); took > time.Second+time.Duration(len(word))*10*time.Microsecond {
			t.Errorf("%d bytes took %v", len(word), took)
		}
		boundary := map[int]bool{len(word): true}
		for at := range word {
			boundary[at] = true
		}
		var same []int32
		before := Piece{}
		for _, p := range pieces {
			same = append(same, p.ID)
			if p.ID < 0 || int(p.ID) >= English().Len() {
				t.Errorf("%q: id %d", word, p.ID)
			}
			if p.Start < before.Start || p.End < before.End || p.Start >= p.End || p.End > len(word) {
				t.Errorf("%q: %v after %v", word, p, before)
			} else if p.Start < before.End && (p.Start != before.Start || p.End != before.End || utf8.RuneCountInString(word[p.Start:p.End]) != 1) {
				t.Errorf("%q: %v overlaps %v", word, p, before)
			}
			if !boundary[p.Start] || !boundary[p.End] {
				t.Errorf("%q: %v is not on rune boundaries", word, p)
			}
			before = p
		}
		if !slices.Equal(ids, same) {
			t.Errorf("%q: Append gives %v, AppendPieces %v", word, ids, same)
		}
	})
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(english); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, word := range map[string]string{"known": "Ministry", "cut": "Lukashenko", "accents": "Škvorecký"} {
		b.Run(name, func(b *testing.B) {
			ids := make([]int32, 0, 64)
			English()
			b.ReportAllocs()
			for b.Loop() {
				ids = English().Append(ids[:0], word)
			}
		})
	}
}
