// Command names lists sentences with their names, from annotated corpora below
// the data folder, as JSON Lines for train/reader:
//
//	go run ./train/names -data DIR -out names.jsonl
//
// It reads the training parts of the Broad Twitter Corpus (sections A, B, E,
// G, H; CC BY 4.0), WNUT 2017 (CC BY 4.0), the parts of re3d whose licence
// allows commercial use, and the openly licensed genres of GUM (Universal
// Dependencies, with its entity annotations). It never opens a test part.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tocsin/text"
)

func main() {
	data := flag.String("data", os.Getenv("TOCSIN_DATA"), "folder with the data sets")
	out := flag.String("out", "names.jsonl", "file to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "names:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	var docs []*text.Doc
	for _, corpus := range corpora {
		names, err := filepath.Glob(filepath.Join(data, corpus.files))
		if err != nil {
			return fmt.Errorf("find %s: %w", corpus.files, err)
		}
		for _, name := range names {
			if slices.Contains(corpus.without, filepath.Base(filepath.Dir(name))) || slices.Contains(corpus.without, filepath.Base(name)) {
				continue
			}
			read, err := corpus.read(name)
			if err != nil {
				return fmt.Errorf("read %s: %w", name, err)
			}
			docs = append(docs, read...)
		}
	}
	docs = append(docs, recased(docs)...)
	sentences, names := 0, 0
	for _, doc := range docs {
		sentences += len(doc.Sentences)
		names += len(doc.Names)
	}
	fmt.Fprintf(os.Stderr, "%d documents, %d sentences, %d names\n", len(docs), sentences, names)
	return write(docs, out)
}

// write lists documents as JSON objects, one a line: words, sentences as
// [first, last) of them, and names as [first, last, kind].
func write(docs []*text.Doc, name string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(file)
	for _, doc := range docs {
		item := struct {
			Words     []string `json:"words"`
			Sentences [][2]int `json:"sentences"`
			Names     [][3]any `json:"names"`
		}{Names: [][3]any{}}
		for i := range doc.Tokens {
			item.Words = append(item.Words, doc.Tokens[i].Text)
		}
		for _, sentence := range doc.Sentences {
			item.Sentences = append(item.Sentences, [2]int{sentence.First, sentence.Last})
		}
		for _, name := range doc.Names {
			item.Names = append(item.Names, [3]any{name.First, name.Last, name.Kind})
		}
		if err := lines.Encode(item); err != nil {
			return err
		}
	}
	return file.Close()
}

// corpus is one source of training documents.
type corpus struct {
	files   string   // glob below the data folder
	without []string // files or folders to leave out
	read    func(name string) ([]*text.Doc, error)
}

var corpora = []corpus{
	// Section F is the test part (Derczynski, Bontcheva and Roberts 2016).
	{"names/BTC/CONLL-format/data/*.conll", []string{"f.conll"}, columns(twitterKinds)},
	{"names/WNUT17/CONLL-format/data/train/*.conll", nil, columns(twitterKinds)},
	{"names/WNUT17/CONLL-format/data/dev/*.conll", nil, columns(twitterKinds)},
	// The BBC's part is licensed for non-commercial use only.
	{"names/re3d/CONLL-format/data-by-source/conll/*/*.conll", []string{"BBC_Online"}, columns(re3dKinds)},
	{"syntax/gum-open/train.conllu", nil, readGUM},
}

var twitterKinds = map[string]text.NameKind{
	"PER": text.PER, "ORG": text.ORG, "LOC": text.LOC,
	"person": text.PER, "corporation": text.ORG, "group": text.ORG, "location": text.LOC,
	"creative-work": text.MISC, "product": text.MISC,
}

var re3dKinds = map[string]text.NameKind{
	"Person": text.PER, "Organisation": text.ORG, "Location": text.LOC, "Nationality": text.MISC,
	"MilitaryPlatform": text.MISC, "Weapon": text.MISC, "DocumentReference": text.MISC,
}

// columns reads CoNLL files of a word and a BIO label a line.
func columns(kinds map[string]text.NameKind) func(string) ([]*text.Doc, error) {
	return func(name string) ([]*text.Doc, error) {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var docs []*text.Doc
		var words, labels []string
		flush := func() {
			if len(words) > 0 {
				doc := text.ReadWords([][]string{words})
				doc.Names = fromLabels(doc, labels, kinds)
				docs = append(docs, doc)
			}
			words, labels = nil, nil
		}
		for line := range strings.Lines(string(data)) {
			word, label, found := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
			if !found || strings.TrimSpace(word) == "" {
				flush()
				continue
			}
			words = append(words, strings.TrimSpace(word))
			labels = append(labels, strings.TrimSpace(label))
		}
		flush()
		return docs, nil
	}
}

func fromLabels(doc *text.Doc, labels []string, kinds map[string]text.NameKind) []text.Name {
	var names []text.Name
	for i := 0; i < len(labels); i++ {
		prefix, label, _ := strings.Cut(labels[i], "-")
		if prefix != "B" {
			continue
		}
		first := i
		for i+1 < len(labels) && labels[i+1] == "I-"+label {
			i++
		}
		if kind, known := kinds[label]; known {
			names = appendTrimmed(names, doc, kind, first, i+1)
		}
	}
	return names
}

// appendTrimmed cuts a mention down to its name: no determiners, no titles,
// nothing in lower case at the ends; nothing is left of "the terrorists".
func appendTrimmed(names []text.Name, doc *text.Doc, kind text.NameKind, first, last int) []text.Name {
	tweeted := func(word string) bool { return strings.HasPrefix(word, "#") || strings.HasPrefix(word, "@") }
	for first < last && (!capital(doc.Tokens[first].Text) && !tweeted(doc.Tokens[first].Text) || loose(doc.Tokens[first].Lower) ||
		kind == text.PER && last-first > 1 && title(doc.Tokens[first].Lower)) {
		first++
	}
	for first < last && !capital(doc.Tokens[last-1].Text) && !tweeted(doc.Tokens[last-1].Text) {
		last--
	}
	if first == last {
		return names
	}
	return append(names, text.Name{Kind: kind, Span: doc.SpanOf(first, last), First: first, Last: last, Score: 1})
}

// capital reports whether the word has a capital letter or a digit, as the
// words at a name's ends do.
func capital(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) })
}

func loose(lower string) bool {
	return slices.Contains([]string{"the", "a", "an", "his", "her", "their", "our", "this", "that", "its"}, lower)
}

func title(lower string) bool {
	lower = strings.TrimSuffix(lower, ".")
	return slices.Contains([]string{
		"president", "minister", "prime", "king", "queen", "prince", "princess", "pope", "mr", "mrs", "ms", "miss", "dr",
		"prof", "professor", "sir", "lord", "lady", "general", "gen", "colonel", "col", "captain", "capt", "major", "maj",
		"lieutenant", "lt", "sergeant", "sgt", "senator", "sen", "rep", "representative", "governor", "gov", "judge",
		"justice", "secretary", "ambassador", "chancellor", "foreign", "former", "chairman", "director", "sheikh", "imam",
		"commander", "admiral", "adm", "st", "saint", "rev", "father", "sister", "brother", "uncle", "aunt", "iraqi", "syrian", "us", "british",
	}, lower)
}

// readGUM reads a CoNLL-U file with GUM's entity annotations. A name is a run
// of proper nouns with the kind of the innermost entity that holds it.
func readGUM(name string) ([]*text.Doc, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var docs []*text.Doc
	var doc gumDoc
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "# newdoc"):
			docs = doc.appendTo(docs)
			doc = gumDoc{}
		case line == "":
			doc.endSentence()
		case line[0] != '#':
			fields := strings.Split(line, "\t")
			if len(fields) == 10 && !strings.ContainsAny(fields[0], "-.") {
				doc.addWord(fields[1], fields[3], fields[9])
			}
		}
	}
	return doc.appendTo(docs), nil
}

type gumDoc struct {
	sentences [][]string
	words     []string
	proper    []bool
	kinds     []text.NameKind // of the innermost entity at each word
	entities  []int           // and its number, 0 outside
	open      []gumEntity
	opened    int
}

type gumEntity struct {
	id     string
	kind   text.NameKind
	number int
}

var gumKinds = map[string]text.NameKind{
	"person": text.PER, "organization": text.ORG, "place": text.LOC, "event": text.MISC, "object": text.MISC, "abstract": text.MISC,
}

func (d *gumDoc) addWord(word, upos, misc string) {
	value := ""
	for field := range strings.SplitSeq(misc, "|") {
		if entity, found := strings.CutPrefix(field, "Entity="); found {
			value = entity
		}
	}
	var closing []string
	for value != "" {
		if value[0] == '(' {
			end := strings.IndexAny(value[1:], "()")
			body := value[1:]
			if end >= 0 {
				body = value[1 : 1+end]
			}
			value = value[1+len(body):]
			parts := strings.SplitN(body, "-", 3)
			entity := gumEntity{id: parts[0]}
			if len(parts) > 1 {
				entity.kind = gumKinds[parts[1]]
			}
			d.opened++
			entity.number = d.opened
			d.open = append(d.open, entity)
			if strings.HasPrefix(value, ")") {
				closing = append(closing, entity.id)
				value = value[1:]
			}
			continue
		}
		id, rest, _ := strings.Cut(value, ")")
		closing = append(closing, id)
		value = rest
	}
	d.words = append(d.words, word)
	d.proper = append(d.proper, upos == "PROPN")
	kind, number := text.NameKind(""), 0
	if len(d.open) > 0 {
		kind, number = d.open[len(d.open)-1].kind, d.open[len(d.open)-1].number
	}
	d.kinds = append(d.kinds, kind)
	d.entities = append(d.entities, number)
	for _, id := range closing {
		for i := len(d.open) - 1; i >= 0; i-- {
			if d.open[i].id == id {
				d.open = slices.Delete(d.open, i, i+1)
				break
			}
		}
	}
}

func (d *gumDoc) endSentence() {
	if len(d.words) > 0 {
		d.sentences = append(d.sentences, d.words)
	}
	d.words = nil
}

func (d *gumDoc) appendTo(docs []*text.Doc) []*text.Doc {
	d.endSentence()
	if len(d.sentences) == 0 {
		return docs
	}
	doc := text.ReadWords(d.sentences)
	doc.Names = nil
	for _, sentence := range doc.Sentences {
		for i := sentence.First; i < sentence.Last; i++ {
			if !d.proper[i] {
				continue
			}
			first := i
			for i+1 < sentence.Last && d.joins(doc, i+1) && (d.entities[i+1] == d.entities[first] || d.kinds[first] != text.PER) {
				i++
			}
			last := i + 1
			for last > first && !d.proper[last-1] {
				last--
			}
			// The head of a run of English proper nouns is its last.
			if kind := d.kinds[last-1]; kind != "" {
				doc.Names = appendTrimmed(doc.Names, doc, kind, first, last)
			}
		}
	}
	return append(docs, doc)
}

// joins reports whether token i goes on with the name before it: a proper
// noun, or "of" between two.
func (d *gumDoc) joins(doc *text.Doc, i int) bool {
	if d.proper[i] {
		return true
	}
	return i+1 < len(d.proper) && d.proper[i+1] && slices.Contains([]string{"of", "-", "for"}, doc.Tokens[i].Lower) && d.entities[i] == d.entities[i-1] && d.entities[i] != 0
}

// recased makes copies of some sentences in title case and in capitals, so
// that headlines are read as well.
func recased(docs []*text.Doc) []*text.Doc {
	random := rand.New(rand.NewPCG(2, 2))
	var copies []*text.Doc
	for _, doc := range docs {
		for _, sentence := range doc.Sentences {
			chance := random.Float64()
			if sentence.Last-sentence.First < 5 || chance > 0.15 {
				continue
			}
			var words []string
			for _, token := range doc.Tokens[sentence.First:sentence.Last] {
				words = append(words, recase(token.Text, chance < 0.03))
			}
			recasedDoc := text.ReadWords([][]string{words})
			recasedDoc.Names = nil
			for _, name := range doc.Names {
				if name.First >= sentence.First && name.Last <= sentence.Last {
					name.First -= sentence.First
					name.Last -= sentence.First
					name.Span = recasedDoc.SpanOf(name.First, name.Last)
					recasedDoc.Names = append(recasedDoc.Names, name)
				}
			}
			copies = append(copies, recasedDoc)
		}
	}
	return copies
}

func recase(word string, shout bool) string {
	if shout {
		return strings.ToUpper(word)
	}
	if slices.Contains([]string{"the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "as", "by", "with", "'s", "’s", "n't", "n’t"}, word) {
		return word
	}
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}
