package export

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"tocsin"
)

// nodes lists the elements of a page.
func nodes(t testing.TB, page string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode {
			out = append(out, node)
		}
	}
	return out
}

func attribute(node *html.Node, name string) string {
	i := slices.IndexFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return ""
	}
	return node.Attr[i].Val
}

// wordsOf returns the text below a node.
func wordsOf(node *html.Node) string {
	var out strings.Builder
	for child := range node.Descendants() {
		if child.Type == html.TextNode {
			out.WriteString(child.Data)
		}
	}
	return out.String()
}

func TestPageAdmitsOnlyItsOwnStyleAndScript(t *testing.T) {
	page := rendered(t, "html", sample(t), Options{})
	policy := ""
	for _, node := range nodes(t, page) {
		if attribute(node, "http-equiv") == "Content-Security-Policy" {
			policy = attribute(node, "content")
		}
		switch node.Data {
		case "style", "script":
			// The browser hashes what stands between the tags.
			if !strings.Contains(policy, node.Data+"-src '"+integrity(wordsOf(node))+"'") {
				t.Errorf("the policy %q does not admit the page's own %s", policy, node.Data)
			}
		case "link", "img", "iframe", "object", "embed", "base":
			t.Errorf("the page holds a <%s>", node.Data)
		}
		for _, a := range node.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" {
				t.Errorf("<%s> has %s, which the policy forbids", node.Data, a.Key)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("a link leads out of the page: %q", a.Val)
			}
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") {
		t.Errorf("the policy is %q", policy)
	}
}

func TestPageEscapesWhatTheArticleSays(t *testing.T) {
	plain, attacked := nodes(t, rendered(t, "html", hostile("word"), Options{})), nodes(t, rendered(t, "html", hostile(attack), Options{}))
	count := func(list []*html.Node, name string) int {
		n := 0
		for _, node := range list {
			if node.Data == name {
				n++
			}
		}
		return n
	}
	if count(plain, "script") != 1 || count(attacked, "script") != 1 {
		t.Error("a page has one script, whatever the article says")
	}
	for _, node := range attacked {
		if attribute(node, "onmouseover") != "" {
			t.Errorf("<%s> took an attribute from the article", node.Data)
		}
	}
}

func TestPageLinksLeadSomewhere(t *testing.T) {
	list := nodes(t, rendered(t, "html", sample(t), Options{}))
	ids := map[string]bool{}
	for _, node := range list {
		if id := attribute(node, "id"); id != "" {
			if ids[id] {
				t.Errorf("two elements are called %q", id)
			}
			ids[id] = true
		}
	}
	for _, node := range list {
		if target, ok := strings.CutPrefix(attribute(node, "href"), "#"); ok && !ids[target] {
			t.Errorf("a link leads to #%s, which is not there", target)
		}
	}
}

func TestPageShowsEveryWord(t *testing.T) {
	var shown string
	for _, node := range nodes(t, rendered(t, "html", sample(t), Options{})) {
		if attribute(node, "class") == "words" {
			for child := range node.Descendants() {
				if child.Type == html.TextNode && !strings.Contains(attribute(child.Parent, "class"), "badge") && attribute(child.Parent, "class") != "joiner" {
					shown += child.Data
				}
			}
		}
	}
	if got, want := strings.Join(strings.Fields(shown), " "), strings.Join(strings.Fields(sampleText), " "); got != want {
		t.Errorf("shown  %q\nwanted %q", got, want)
	}
}

func TestCrossingSpansAreAllShown(t *testing.T) {
	text := "abcdefgh"
	findings := tocsin.Findings{
		Article: tocsin.Article{Text: text},
		Claims:  []tocsin.Claim{{ID: "c", Content: []tocsin.Span{{Start: 0, End: 5}}}},
		Events:  []tocsin.Event{{ID: "e", Trigger: tocsin.Span{Start: 3, End: 8}}},
	}
	var got []string
	for _, p := range paragraphs(findings, viewOf(findings)) {
		for _, s := range p {
			got = append(got, s.Text+"="+s.Class)
		}
	}
	if want := []string{"abc=content depth1", "de=event content depth1", "fgh=event"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every colour of writing must stand out from every colour behind it by 4.5
// to 1, as WCAG 2.2 wants of text (success criterion 1.4.3).
func TestPageHasContrast(t *testing.T) {
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(pageFile("page/page.css"), -1)
	if len(roots) != 2 {
		t.Fatalf("%d sets of colours, want light and dark", len(roots))
	}
	for i, root := range roots {
		colors := map[string]string{}
		for _, color := range regexp.MustCompile(`--(\w+): #(\w+)`).FindAllStringSubmatch(root[1], -1) {
			colors[color[1]] = color[2]
		}
		behind := map[string][]string{
			"ink":  {"paper", "card", "tint1", "tint2", "tint3", "lit"},
			"soft": {"paper", "card", "tint1", "lit"},
		}
		for _, act := range []string{"say", "deny", "accuse", "warn", "demand", "commit", "believe", "event"} {
			behind[act] = []string{"paper", "card", "lit"}
		}
		for front, backs := range behind {
			for _, back := range backs {
				if ratio := contrast(t, colors[front], colors[back]); ratio < 4.5 {
					t.Errorf("set %d: %s on %s has a contrast of %.2f", i, front, back, ratio)
				}
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	light, dark := luminance(t, a), luminance(t, b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

// luminance is the relative luminance of an sRGB colour as WCAG defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	if len(hex) != 6 {
		t.Fatalf("%q is no colour", hex)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		channel, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		value := float64(channel) / 255
		if value <= 0.03928 {
			sum += weight * value / 12.92
		} else {
			sum += weight * math.Pow((value+0.055)/1.055, 2.4)
		}
	}
	return sum
}

// Whatever lies over the text, every character of it is shown once and in
// order.
func TestParagraphsLoseNoCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\t北🚢<"))).Draw(t, "text")
		offsets := []int{len(text)}
		for i := range text {
			offsets = append(offsets, i)
		}
		slices.Sort(offsets)
		span := rapid.Custom(func(t *rapid.T) tocsin.Span {
			start := rapid.IntRange(0, len(offsets)-1).Draw(t, "start")
			return tocsin.Span{Start: offsets[start], End: offsets[rapid.IntRange(start, len(offsets)-1).Draw(t, "end")]}
		})
		findings := tocsin.Findings{Article: tocsin.Article{Text: text}}
		for _, content := range rapid.SliceOfN(rapid.SliceOfN(span, 1, 3), 0, 5).Draw(t, "claims") {
			findings.Claims = append(findings.Claims, tocsin.Claim{Content: content, Source: tocsin.Source{Span: content[0]}})
		}
		for _, trigger := range rapid.SliceOfN(span, 0, 5).Draw(t, "events") {
			findings.Events = append(findings.Events, tocsin.Event{Trigger: trigger})
		}
		var shown strings.Builder
		for _, p := range paragraphs(findings, viewOf(findings)) {
			for _, s := range p {
				shown.WriteString(s.Text)
			}
			shown.WriteByte(' ')
		}
		if got, want := strings.Join(strings.Fields(shown.String()), " "), strings.Join(strings.Fields(text), " "); got != want {
			t.Fatalf("shown %q of %q", got, want)
		}
	})
}
