package export

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tocsin"
)

// bratLines matches every line that brat's own parser accepts.
var bratLines = regexp.MustCompile(`^(?:` +
	`T\d+\t\w+ \d+ \d+(?:;\d+ \d+)*\t[^\t]+` +
	`|E\d+\t\w+:T\d+(?: \w+:[TE]\d+)*` +
	`|A\d+\t\w+ E\d+ \w+` +
	`|N\d+\tReference T\d+ \w+:\d+\t[^\t]+` +
	`|#\d+\tAnnotatorNotes [TE]\d+\t[^\t]+` + `)$`)

func TestBratLinesAreWellFormed(t *testing.T) {
	for line := range strings.Lines(rendered(t, "brat", sample(t), Options{})) {
		if !bratLines.MatchString(strings.TrimSuffix(line, "\n")) {
			t.Errorf("brat will not read %q", line)
		}
	}
}

func TestBratNamesOnlyWhatIsThere(t *testing.T) {
	standoff := rendered(t, "brat", sample(t), Options{})
	for _, name := range regexp.MustCompile(`[ :]([TE]\d+)`).FindAllStringSubmatch(standoff, -1) {
		if !strings.HasPrefix(standoff, name[1]+"\t") && !strings.Contains(standoff, "\n"+name[1]+"\t") {
			t.Errorf("%s is named but not there", name[1])
		}
	}
}

// brat compares the words of each annotation with the text at its offsets.
func TestBratWordsAreThoseOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab \t\r\n\u0085\u2028\u001c北🚢"))).Draw(t, "text")
		findings := tocsin.Findings{Article: tocsin.Article{Text: text}, Whens: []tocsin.When{{Span: tocsin.Span{End: len(text)}}}}
		var out bytes.Buffer
		if err := writeBrat(&out, findings, Options{}); err != nil {
			t.Fatal(err)
		}
		checkBratWords(t, text, out.String())
	})
}

func checkBratWords(t *rapid.T, text, standoff string) {
	runes := []rune(text)
	for line := range strings.SplitSeq(standoff, "\n") {
		fields := strings.Split(line, "\t")
		if !strings.HasPrefix(line, "T") {
			continue
		}
		if len(fields) != 3 {
			t.Fatalf("%d fields in %q", len(fields), line)
		}
		_, offsets, _ := strings.Cut(fields[1], " ")
		var words []string
		for fragment := range strings.SplitSeq(offsets, ";") {
			var start, end int
			if _, err := fmt.Sscan(strings.Replace(fragment, " ", "\n", 1), &start, &end); err != nil {
				t.Fatal(err)
			}
			words = append(words, string(runes[start:end]))
		}
		if got := strings.Join(words, " "); got != fields[2] {
			t.Fatalf("offsets %s are %s, not %s", offsets, strconv.Quote(got), strconv.Quote(fields[2]))
		}
	}
}

func TestBratConfigurationKnowsEveryKind(t *testing.T) {
	configuration := BratConfiguration()
	for _, kind := range regexp.MustCompile(`(?m)^[TE]\d+\t(\w+)`).FindAllStringSubmatch(rendered(t, "brat", sample(t), Options{}), -1) {
		if !strings.Contains(configuration, "\n"+kind[1]+"\n") && !strings.Contains(configuration, "\n"+kind[1]+"\t") {
			t.Errorf("annotation.conf does not know %s", kind[1])
		}
	}
}
