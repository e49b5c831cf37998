package story_test

import (
	"bufio"
	"encoding/gob"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/extract"
)

func TestCacheFindings(t *testing.T) {
	if os.Getenv("CACHE") == "" {
		t.Skip()
	}
	var all []tocsin.Findings
	names, _ := filepath.Glob("/work/shared/data/story/ecbplus/*/*.json")
	for _, name := range names {
		data, _ := os.ReadFile(name)
		var d struct{ Title, Text string }
		if err := json.Unmarshal(data, &d); err != nil {
			t.Fatal(err)
		}
		folder := filepath.Base(filepath.Dir(name))
		all = append(all, extract.Findings(tocsin.Article{ID: folder + "/" + strings.TrimSuffix(filepath.Base(name), ".json"), Title: d.Title, Text: d.Text}))
	}
	save(t, "/tmp/story_ecb.gob", all)
	all = nil
	file, _ := os.Open("/work/shared/data/articles/guardian/articles.jsonl")
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			ID, Title, Text string
			Published       time.Time
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		all = append(all, extract.Findings(tocsin.Article{ID: line.ID, Title: line.Title, Text: line.Text, Published: line.Published}))
	}
	save(t, "/tmp/story_guardian.gob", all)
}

func save(t *testing.T, name string, all []tocsin.Findings) {
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := gob.NewEncoder(out).Encode(all); err != nil {
		t.Fatal(err)
	}
}
