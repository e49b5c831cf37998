package indicator

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"tocsin/watch/detect"
)

// Read reads a warning problem from a file. The error, if any, is Faults: all
// that is wrong with it.
func Read(name string, text []byte, world World) (*Problem, error) {
	file, root := Open(name, text)
	if root == nil {
		return nil, file.Err()
	}
	r := &reader{compiler: newCompiler(world), problem: &Problem{Delay: unset}}
	r.read(root)
	if err := file.Err(); err != nil {
		return nil, err
	}
	r.problem.index, r.problem.hash = newIndex(r.problem), r.problem.sum()
	return r.problem, nil
}

const unset = time.Duration(-1)

// Bounds of a file.
const (
	mostIndicators = 5000
	mostStages     = 20
)

// ids are what indicators are called: they stand in addresses and file names.
var ids = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

type reader struct {
	compiler *compiler
	problem  *Problem
}

func (r *reader) read(root *Node) {
	var stages, indicators *Node
	for _, field := range root.Fields("problem", "question", "delay", "stages", "indicators") {
		switch field.Name {
		case "problem":
			r.problem.Name = field.Value.Text()
		case "question":
			r.problem.Question = field.Value.Text()
		case "delay":
			r.problem.Delay = field.Value.Span()
		case "stages":
			stages = field.Value
		case "indicators":
			indicators = field.Value
		}
	}
	if r.problem.Name == "" && root.IsMapping() {
		root.Fault("the problem has no name; begin with, for example, problem: A new front opens in the north")
	}
	if indicators == nil {
		if root.IsMapping() {
			root.Fault("there are no indicators; list them under indicators:")
		}
		return
	}
	r.indicators(indicators)
	if stages != nil {
		r.stages(stages)
	}
	r.problem.Delay = r.delay()
}

// delay is what the file says, else half of the shortest bin.
func (r *reader) delay() time.Duration {
	if r.problem.Delay != unset {
		return r.problem.Delay
	}
	delay := 24 * time.Hour
	for _, i := range r.problem.Indicators {
		switch i.Bin {
		case detect.Hour:
			delay = min(delay, 2*time.Hour)
		case detect.Day:
			delay = min(delay, 12*time.Hour)
		}
	}
	return delay
}

func (r *reader) indicators(list *Node) {
	items := list.Items()
	if len(items) > mostIndicators {
		list.Fault("there are %d indicators; a file holds at most %d", len(items), mostIndicators)
		return
	}
	at := map[string]int{}
	for n, item := range items {
		var next *Node
		if n+1 < len(items) {
			next = items[n+1]
		}
		indicator, id := r.indicator(item)
		indicator.Text = r.text(item, next)
		sum := sha256.Sum256([]byte(indicator.Text))
		indicator.Hash = hex.EncodeToString(sum[:])
		if line, known := at[indicator.ID]; known && indicator.ID != "" {
			id.Fault("%q is the id of another indicator too (line %d); give each its own", indicator.ID, line)
		} else if id != nil {
			at[indicator.ID] = id.Line()
		}
		r.problem.Indicators = append(r.problem.Indicators, indicator)
	}
}

// text is the indicator as a file of its own.
func (r *reader) text(item, next *Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, "problem: %q\nindicators:\n", r.problem.Name)
	for i, line := range strings.Split(strings.TrimSuffix(item.source(next), "\n"), "\n") {
		switch {
		case i == 0:
			b.WriteString("  - ")
		case line != "":
			b.WriteString("    ")
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

func (r *reader) indicator(item *Node) (i Indicator, id *Node) {
	i = Indicator{Of: Events, Bin: detect.Day, Severity: Moderate, Resets: Resets{Quiet: -1}}
	var where, count, window, found, resets *Node
	for _, field := range item.Fields("id", "name", "question", "of", "where", "count", "by", "bin", "window", "after", "origins", "volume", "severity", "notify", "detect", "resets") {
		value := field.Value
		switch field.Name {
		case "id":
			id, i.ID = value, value.Text()
			if i.ID != "" && !ids.MatchString(i.ID) {
				value.Fault("an id is made of small letters, digits and hyphens, such as troops-move-south")
			}
		case "name":
			i.Name = value.Text()
		case "question":
			i.Question = value.Text()
		case "of":
			i.Of = Of(value.Word(words(Events, Claims, Statements, Figures, Articles)...))
		case "where":
			where = value
		case "count":
			count = value
		case "by":
			i.By = By(value.Word(words(ByPlace, ByCountry, ByActor, ByRecipient, ByOutlet, ByStatement)...))
		case "bin":
			i.Bin = detect.Bin(value.Word(words(detect.Hour, detect.Day, detect.Week)...))
		case "window":
			window = value
		case "after":
			i.After = value.Count(1, 60)
		case "origins":
			i.Origins = value.Count(1, 1000)
		case "volume":
			i.NoVolume = value.Word("articles", "none") == "none"
		case "severity":
			i.Severity = Severity(value.Word(words(Severities...)...))
		case "notify":
			i.Notify = value.Texts()
		case "detect":
			found = value
		case "resets":
			resets = value
		}
	}
	if !item.IsMapping() {
		return i, item
	}
	if id == nil {
		item.Fault("the indicator has no id; give one such as id: troops-move-south")
	}
	i.Name = cmp.Or(i.Name, i.ID)
	i.After, i.Origins = max(1, i.After), max(1, i.Origins)
	i.Count = r.count(i.Of, count)
	i.Window = r.window(i.Bin, window)
	i.Where, i.rule = r.rule(i.Of, where)
	r.detect(item, found, &i)
	r.resets(resets, &i)
	return i, id
}

// counts are what each kind of thing can be counted by, the usual first.
var counts = map[Of][]Count{
	Events:     {Occurrences, OfArticle, Origins, Actors, OfStatement},
	Claims:     {OfClaim, OfStatement, OfArticle, Origins, Actors},
	Statements: {OfStatement, OfClaim, OfArticle, Origins, Actors},
	Figures:    {Value, OfArticle, Origins, OfStatement, Actors},
	Articles:   {OfArticle, Origins},
}

func (r *reader) count(of Of, node *Node) Count {
	known := counts[of]
	if node == nil || of == "" {
		return append(slices.Clone(known), OfArticle)[0]
	}
	word := Count(node.Word(words(Occurrences, OfStatement, OfClaim, OfArticle, Origins, Actors, Value)...))
	if word != "" && !slices.Contains(known, word) {
		node.Fault("%s cannot be counted by %s; there are %s", of, word, strings.Join(words(known...), ", "))
	}
	return word
}

// window is a stretch of time as a number of bins.
func (r *reader) window(bin detect.Bin, node *Node) int {
	if node == nil {
		return 1
	}
	span, width := node.Span(), Width(bin)
	if span == 0 {
		return 1
	}
	if span%width != 0 || span/width > 400 {
		node.Fault("a window is a whole number of bins, at most 400; the bin is one %s", bin)
	}
	return max(1, int(span/width))
}

// Width is how long a bin lasts.
func Width(bin detect.Bin) time.Duration {
	switch bin {
	case detect.Hour:
		return time.Hour
	case detect.Week:
		return 7 * 24 * time.Hour
	}
	return 24 * time.Hour
}

// rule compiles an expression and notes what is wrong with it.
func (r *reader) rule(of Of, node *Node) (string, *Rule) {
	if node == nil {
		rule, _ := r.compiler.compile(of, "")
		return "", rule
	}
	text := node.Text()
	if of == "" || strings.TrimSpace(text) == "" {
		return text, nil
	}
	rule, slips := r.compiler.compile(of, text)
	for _, slip := range slips {
		node.FaultIn(text, slip.offset, slip.message)
	}
	return text, rule
}

func (r *reader) resets(node *Node, i *Indicator) {
	if node != nil {
		for _, field := range node.Fields("quiet", "rearm", "expires", "where") {
			switch field.Name {
			case "quiet":
				i.Resets.Quiet = max(1, r.window(i.Bin, field.Value))
			case "rearm":
				if i.Resets.Rearm = field.Value.Number(); i.Resets.Rearm < 0 || i.Resets.Rearm > 1 {
					field.Value.Fault("here goes a share of the bar, from 0 to 1")
				}
			case "expires":
				if i.Resets.Expires = field.Value.Span(); i.Resets.Expires > 0 && i.Resets.Expires < Width(i.Bin) {
					field.Value.Fault("an alarm lasts at least one bin, here one %s", i.Bin)
				}
			case "where":
				i.Resets.Where, i.reset = r.rule(i.Of, field.Value)
			}
		}
	}
	if i.Resets.Quiet < 0 {
		i.Resets.Quiet = map[detect.Bin]int{detect.Hour: 24, detect.Day: 7, detect.Week: 2}[i.Bin]
		if i.Detect.Silence != nil {
			i.Resets.Quiet = 1
		}
	}
	if i.Resets.Expires == 0 {
		i.Resets.Expires = 90 * 24 * time.Hour
	}
}
