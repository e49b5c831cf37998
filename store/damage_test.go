package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tocsin"
	"tocsin/store"
	"tocsin/store/storetest"
)

func TestFullDiskLosesNothingThatWasSaved(t *testing.T) {
	where := filepath.Join(t.TempDir(), "ledger.db")
	ledger := storetest.Open(t, where, clock())
	// SQLite answers a limit of pages as it answers a full disk.
	if _, err := ledger.Database().Exec("PRAGMA max_page_count = 150"); err != nil {
		t.Fatal(err)
	}
	saved := 0
	var failure error
	for failure == nil && saved < 1000 {
		article := ferry("", fmt.Sprintf("https://vik.example/%d", saved), 12)
		is, err := ledger.Identify(ctx, article, reader)
		if err != nil {
			t.Fatal(err)
		}
		article.ID = is.ID
		if _, failure = ledger.Save(ctx, store.Delivery{Findings: read(article, reader), Identity: is, Raw: []byte("x"), Evidence: tocsin.Evidence{SHA256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}}); failure == nil {
			saved++
		}
	}
	if failure == nil || !strings.Contains(failure.Error(), "the disk is full; make room, nothing that was saved is lost") {
		t.Fatalf("after %d articles: %v", saved, failure)
	}
	ledger.Close()
	again := storetest.Open(t, where, clock())
	if n := verified(t, again).Entries; n != int64(2*saved) {
		t.Errorf("%d entries of %d articles", n, saved)
	}
	deliver(t, again, ferry("", "https://vik.example/more", 12), reader)
}

func TestDamagedFileIsTold(t *testing.T) {
	where := filepath.Join(t.TempDir(), "ledger.db")
	ledger := storetest.Open(t, where, clock())
	for i := range 40 {
		deliver(t, ledger, ferry("", fmt.Sprintf("https://vik.example/%d", i), 12), reader)
	}
	ledger.Close()
	content, err := os.ReadFile(where)
	if err != nil {
		t.Fatal(err)
	}
	// One byte is flipped in a packed body, here and there in the file. Copies
	// that SQLite left on a page when it split it are nobody's: a hit there
	// does no harm.
	var bodies []int
	for i := 0; i+4 < len(content); i++ {
		if string(content[i:i+4]) == "\x28\xb5\x2f\xfd" {
			bodies = append(bodies, i)
		}
	}
	told, tried := 0, 0
	for i := 0; i < len(bodies); i += max(1, len(bodies)/16) {
		whole := slices.Clone(content)
		whole[bodies[i]+12] ^= 0x20
		damaged := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(damaged, whole, 0o666); err != nil {
			t.Fatal(err)
		}
		tried++
		if complaint(damaged) != "" {
			told++
		}
	}
	if tried < 10 || told < tried*3/4 {
		t.Errorf("of %d damages %d were told", tried, told)
	}
	// A page that is overwritten is told by name.
	copy(content[len(content)/2:], strings.Repeat("\xa5", 8192))
	damaged := filepath.Join(t.TempDir(), "damaged.db")
	if err := os.WriteFile(damaged, content, 0o666); err != nil {
		t.Fatal(err)
	}
	if said := complaint(damaged); !strings.Contains(said, "damaged") && !strings.Contains(said, "SQLite says") && !strings.Contains(said, "altered") {
		t.Errorf("an overwritten page: %q", said)
	}
}

// complaint is what opening and verifying a ledger says is wrong with it.
func complaint(where string) string {
	ledger, err := store.Open(ctx, where, store.Options{})
	if err != nil {
		return err.Error()
	}
	defer ledger.Close()
	found, err := ledger.Verify(ctx, store.Head{}, nil)
	if err != nil {
		return err.Error()
	}
	if len(found.Damages) > 0 {
		return fmt.Sprint(found.Damages[0])
	}
	return ""
}

// schemaFile is a ledger as programs of schema 4 left it: two articles, one of
// them revised, three corrections, a story, a statement, a problem that is
// watched and an alarm; schema-1.db is the same without what came later. They
// are never made again; a newer schema gets a file of its own beside them.
const schemaFile = "testdata/schema-4.db"

func TestEverySchemaThatEverWasIsRead(t *testing.T) {
	files, err := filepath.Glob("testdata/schema-*.db")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		where := filepath.Join(t.TempDir(), "ledger.db")
		if err := os.WriteFile(where, content, 0o666); err != nil {
			t.Fatal(err)
		}
		ledger := storetest.Open(t, where, clock())
		verified(t, ledger)
		expect(t, file+": claims", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{}), []string{"a/denied"})
		expect(t, file+": by the merged name", ids(t, ledger, tocsin.NounClaim, tocsin.Filter{By: "Bo B. Lind"}), []string{"a/denied"})
		if corrections, err := ledger.Corrections(ctx, tocsin.Filter{}); err != nil || len(corrections) != 3 {
			t.Errorf("%s: %+v %v", file, corrections, err)
		}
		deliver(t, ledger, ferry("z", "https://vik.example/z", 12), reader)
		verified(t, ledger)
	}
}

// linkAndWatch gives a ledger a story, a statement, a problem and an alarm.
func linkAndWatch(t *testing.T, ledger *store.Ledger) {
	t.Helper()
	linked, err := ledger.Linked(ctx)
	if err != nil {
		t.Fatal(err)
	}
	err = ledger.Link(ctx, store.LinkChange{
		From: linked, To: store.Linked{Seq: linked.Size, Linker: "link/test"}, At: linked.Size - 1,
		Shapes:     []store.Shape{{Article: "a", Stretch: 1, Shape: []byte("{}"), Keys: []byte{}, Voices: []byte("{}")}},
		Joins:      []store.Join{{Sort: store.JoinOrigin, A: "a", B: "outlet:vik", Score: 1, Body: []byte("{}")}},
		Stories:    []tocsin.Story{{ID: "s1", Title: "Ferry", Articles: []string{"a"}}},
		Statements: []tocsin.Statement{{ID: "t1", Source: "Bo B. Lind", Standing: tocsin.SingleSource, Claims: []tocsin.Ref{{Article: "a", Claim: "denied"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Watch(ctx, "Ferries", []byte("problem: Ferries"), nil); err != nil {
		t.Fatal(err)
	}
	watched, err := ledger.Watches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	watched[0].State = []byte("{}")
	alarm := store.AlarmRow{ID: "w1", Problem: "Ferries", Indicator: "late", State: "open", Body: []byte("{}")}
	if err := ledger.Rang(ctx, watched[0], []store.AlarmRow{alarm}, []store.Letter{{Key: "k1", Channel: "desk", Alarm: "w1", Body: []byte("{}")}}); err != nil {
		t.Fatal(err)
	}
}

// TestLaterTablesAreRead reads what newer schemas brought.
func TestLaterTablesAreRead(t *testing.T) {
	content, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	where := filepath.Join(t.TempDir(), "ledger.db")
	if err := os.WriteFile(where, content, 0o666); err != nil {
		t.Fatal(err)
	}
	ledger := storetest.Open(t, where, clock())
	if s, err := ledger.Story(ctx, "a", tocsin.Filter{}); err != nil || s.ID != "s1" {
		t.Errorf("%+v %v", s, err)
	}
	if s, err := ledger.Statement(ctx, "denied", tocsin.Filter{}); err != nil || s.ID != "t1" {
		t.Errorf("%+v %v", s, err)
	}
	if alarms, err := ledger.Alarms(ctx, store.AlarmFilter{States: []string{"open"}}); err != nil || len(alarms) != 1 {
		t.Errorf("%+v %v", alarms, err)
	}
	if letters, err := ledger.DueLetters(ctx, "desk", clock()(), 10); err != nil || len(letters) != 1 {
		t.Errorf("%+v %v", letters, err)
	}
}

// TestWriteSchemaFile makes the file where it is missing.
func TestWriteSchemaFile(t *testing.T) {
	if _, err := os.Stat(schemaFile); err == nil {
		t.Skip("it is there")
	}
	if err := os.MkdirAll("testdata", 0o777); err != nil {
		t.Fatal(err)
	}
	ledger := storetest.Open(t, filepath.Join(t.TempDir(), "ledger.db"), clock())
	deliver(t, ledger, ferry("a", "https://vik.example/ferry", 12), reader)
	for _, text := range []string{"The bridge is shut.", "The bridge is open."} {
		deliver(t, ledger, tocsin.Article{ID: "b", URL: "https://vik.example/bridge", Text: text}, reader)
	}
	for _, c := range []tocsin.Correction{
		{Kind: tocsin.Dismiss, Article: "a", Noun: tocsin.NounClaim, Span: at(story, "said")},
		{Kind: tocsin.Merge, Name: "Bo Lind", Into: "Bo B. Lind"},
		{Kind: tocsin.Relocate, Article: "a", Span: at(story, "Vik"), Place: tocsin.Place{Name: "Vik i Sogn", Lat: 61.08, Lon: 6.58, Country: "NOR"}},
	} {
		c.Who, c.Why = "cd", "looked it up"
		if _, err := ledger.Correct(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	linkAndWatch(t, ledger)
	if err := ledger.Backup(ctx, schemaFile); err != nil {
		t.Fatal(err)
	}
}
