package serve_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin"
	"tocsin/feed"
	"tocsin/ingest"
	"tocsin/store"
	"tocsin/text"
)

var (
	copied = flag.Int("articles", 72, "how many articles BenchmarkPages has in its ledger")
	load   = flag.String("load", "", "ledger of BenchmarkPages, made where it is not there; one of its own without it")
)

// lands are countries that take each other's parts, with their people and capitals.
var lands = [][3]string{
	{"Belarus", "Belarusian", "Minsk"}, {"Ukraine", "Ukrainian", "Kyiv"}, {"Russia", "Russian", "Moscow"}, {"Poland", "Polish", "Warsaw"}, {"Lithuania", "Lithuanian", "Vilnius"},
	{"Armenia", "Armenian", "Yerevan"}, {"Azerbaijan", "Azerbaijani", "Baku"}, {"Turkey", "Turkish", "Ankara"}, {"Iran", "Iranian", "Tehran"}, {"Georgia", "Georgian", "Tbilisi"},
	{"Sudan", "Sudanese", "Khartoum"}, {"Ethiopia", "Ethiopian", "Addis Ababa"}, {"Egypt", "Egyptian", "Cairo"}, {"Eritrea", "Eritrean", "Asmara"}, {"Kenya", "Kenyan", "Nairobi"},
	{"Serbia", "Serbian", "Belgrade"}, {"Hungary", "Hungarian", "Budapest"}, {"Croatia", "Croatian", "Zagreb"}, {"Romania", "Romanian", "Bucharest"}, {"Bulgaria", "Bulgarian", "Sofia"},
	{"Cambodia", "Cambodian", "Phnom Penh"}, {"Thailand", "Thai", "Bangkok"}, {"China", "Chinese", "Beijing"}, {"Vietnam", "Vietnamese", "Hanoi"}, {"Laos", "Laotian", "Vientiane"},
}

const parts = 5 // countries of the sample, the first of lands

// vocabulary are the common nouns of articles, singular and plural.
func vocabulary(sample []byte) (map[string]string, error) {
	tags := map[string]string{}
	for line := range bytes.Lines(sample) {
		var article tocsin.Article
		if err := json.Unmarshal(line, &article); err != nil {
			return nil, err
		}
		for _, token := range text.Read(article).Tokens {
			if len(token.Lower) > 3 && token.Text == token.Lower && (token.Tag == "NN" || token.Tag == "NNS") {
				tags[token.Lower] = token.Tag
			}
		}
	}
	return tags, nil
}

var word = regexp.MustCompile(`[A-Za-z]+`)

// retold is the sample once more: the nth time other countries, people and
// things, three weeks later each time, so that weekdays stay right. It makes no
// sense, but it is read and linked as news is.
func retold(sample []byte, tags map[string]string, n int) ([]byte, error) {
	traded := map[string]string{}
	for i, noun := range slices.Sorted(maps.Keys(tags)) {
		if n > 0 && i%4 > 0 { // some words are everywhere
			traded[noun] = invented(n*len(tags)+i) + map[string]string{"NN": "", "NNS": "s"}[tags[noun]]
		}
	}
	var pairs []string
	cast := lands[n%(len(lands)/parts)*parts:][:parts]
	for i, part := range cast {
		with := cast[(i+n/(len(lands)/parts))%parts]
		for j := range part {
			pairs = append(pairs, lands[i][j], with[j])
		}
	}
	for i, surname := range []string{"Lukashenko", "Putin", "Revenko", "Khrenin", "Makei", "Fomin", "Resolve", "Zelensky", "Reznikov", "Lesnovsky"} {
		name := invented(n*17 + i)
		pairs = append(pairs, surname, strings.ToUpper(name[:1])+name[1:]+"nik")
	}
	other := strings.NewReplacer(pairs...)
	var out bytes.Buffer
	for line := range bytes.Lines(sample) {
		item := map[string]string{}
		if err := json.Unmarshal(line, &item); err != nil {
			return nil, err
		}
		at, err := time.Parse(time.RFC3339, item["published"])
		if err != nil {
			return nil, err
		}
		item["published"] = at.AddDate(0, 0, 21*n).Format(time.RFC3339)
		for _, part := range []string{"title", "text"} {
			item[part] = word.ReplaceAllStringFunc(other.Replace(item[part]), func(w string) string { return cmp.Or(traded[w], w) })
		}
		item["id"] += fmt.Sprint("-", n)
		item["url"] += fmt.Sprint("-", n)
		told, err := json.Marshal(item)
		if err != nil {
			return nil, err
		}
		out.Write(append(told, '\n'))
	}
	return out.Bytes(), nil
}

// invented makes a word of a number.
func invented(n int) string {
	syllables := []string{"ba", "do", "ke", "li", "mu", "na", "pe", "ro", "si", "tu", "va", "zo"}
	word := ""
	for n > 0 || len(word) < 6 {
		word += syllables[n%len(syllables)]
		n /= len(syllables)
	}
	return word
}

// many is a ledger of so many articles, retold from the sample, read and linked.
func many(t testing.TB) *store.Ledger {
	t.Helper()
	ctx := context.Background()
	name := *load
	if name == "" {
		name = filepath.Join(t.TempDir(), "load.db")
	}
	_, err := os.Stat(name)
	ledger, opened := store.Open(ctx, name, store.Options{Create: true})
	if opened != nil {
		t.Fatal(opened)
	}
	t.Cleanup(func() { ledger.Close() })
	if !errors.Is(err, fs.ErrNotExist) {
		return ledger
	}
	if err := tell(ctx, ledger, filepath.Join(t.TempDir(), "reports.jsonl")); err != nil {
		t.Fatal(err)
	}
	return ledger
}

// tell fills a ledger by way of a file.
func tell(ctx context.Context, ledger *store.Ledger, by string) error {
	sample, err := os.ReadFile("../examples/northern-border/reports.jsonl")
	if err != nil {
		return err
	}
	words, err := vocabulary(sample)
	if err != nil {
		return err
	}
	var lines []byte
	for n := 0; bytes.Count(lines, []byte("\n")) < *copied; n++ {
		told, err := retold(sample, words, n)
		if err != nil {
			return err
		}
		lines = append(lines, told...)
	}
	if err := os.WriteFile(by, lines, 0o600); err != nil {
		return err
	}
	flow, err := ingest.New(ctx, ledger, ingest.Options{})
	if err != nil {
		return err
	}
	defer flow.Close()
	if err := flow.Ingest(ctx, []string{by}, feed.Options{}); err != nil {
		return err
	}
	return ingest.NewLinks(ledger).Follow(ctx, nil)
}
