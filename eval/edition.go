package eval

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// edition is what the edits make of an article: a copy of which a known part
// is the article's.
type edition struct {
	text    string
	kept    int // words of the article that were kept
	changed int // of those, how many paraphrase changed
}

// edits says what is done to one article. The copy keeps a part of the
// article's paragraphs, in runs of at most mostRun, and nothing else of it.
type edits struct {
	overlap    float64 // the part that is kept, in 0…1
	filled     bool    // other articles' paragraphs take the place of what is cut
	reordered  bool    // the kept runs come in another order
	paraphrase bool    // words are changed by rule
	header     bool    // an agency's or outlet's frame is put around it
}

// mostRun is how many of an article's paragraphs are kept in one piece.
const mostRun = 3

// drawEdits draws which edits are made: two of three copies are filled up, half
// are reordered, three of four paraphrased, half framed.
func drawEdits(dice *rand.Rand, overlap float64) edits {
	return edits{
		overlap: overlap, filled: dice.IntN(3) > 0, reordered: dice.IntN(2) == 0,
		paraphrase: dice.IntN(4) > 0, header: dice.IntN(2) == 0,
	}
}

// edit makes a copy of article, with paragraphs of donor where it is filled.
func edit(dice *rand.Rand, article, donor string, e edits) edition {
	units := paragraphs(article)
	total := 0
	for _, unit := range units {
		total += len(strings.Fields(unit))
	}
	runs, kept := keep(dice, units, int(e.overlap*float64(total)+0.5))
	if e.reordered {
		dice.Shuffle(len(runs), func(i, j int) { runs[i], runs[j] = runs[j], runs[i] })
	}
	made := edition{kept: kept}
	if e.paraphrase {
		for i, run := range runs {
			runs[i] = reword(dice, run)
			made.changed += lost(run, runs[i])
		}
	}
	if e.filled {
		runs = fill(dice, runs, paragraphs(donor), total-kept)
	}
	made.text = strings.Join(runs, "\n\n")
	if e.header {
		made.text = frame(dice, made.text)
	}
	return made
}

// lost counts the words of one text that another has no more.
func lost(before, after string) int {
	left := map[string]int{}
	for _, word := range strings.Fields(after) {
		left[word]++
	}
	count := 0
	for _, word := range strings.Fields(before) {
		if left[word]--; left[word] < 0 {
			count++
		}
	}
	return count
}

// sentenceEnd is where a long paragraph may be cut.
var sentenceEnd = regexp.MustCompile(`[.!?]["”’]?\s+`)

// within begins a sentence that follows another in its paragraph.
const within = " "

// paragraphs cuts a text into what is kept or left out as one: its
// paragraphs; one of more than 60 words is cut into its sentences, of which all
// but the first begin with within.
func paragraphs(text string) []string {
	var units []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch count := len(strings.Fields(line)); {
		case count == 0:
		case count <= 60:
			units = append(units, line)
		default:
			last := 0
			for _, at := range sentenceEnd.FindAllStringIndex(line, -1) {
				units = append(units, sentenceOf(line, last, at[1]))
				last = at[1]
			}
			if last < len(line) {
				units = append(units, sentenceOf(line, last, len(line)))
			}
		}
	}
	return units
}

func sentenceOf(paragraph string, start, end int) string {
	sentence := strings.TrimSpace(paragraph[start:end])
	if start > 0 {
		return within + sentence
	}
	return sentence
}

// keep draws runs of one to mostRun paragraphs until so many words are kept;
// the last paragraph is cut where it would be too much. It returns the runs in
// the order of the article and how many words they have.
func keep(dice *rand.Rand, units []string, words int) ([]string, int) {
	chosen := make([]string, len(units))
	kept := 0
	for _, start := range dice.Perm(len(units)) {
		for i := start; i < min(len(units), start+1+dice.IntN(mostRun)) && kept < words; i++ {
			if chosen[i] != "" {
				break
			}
			fields := strings.Fields(units[i])
			fields = fields[:min(len(fields), words-kept)]
			chosen[i] = strings.Join(fields, " ")
			if strings.HasPrefix(units[i], within) {
				chosen[i] = within + chosen[i]
			}
			kept += len(fields)
		}
	}
	var runs []string
	whole := false
	for _, unit := range chosen {
		switch {
		case unit == "":
			whole = false
		case whole && strings.HasPrefix(unit, within):
			runs[len(runs)-1] += unit
		case whole:
			runs[len(runs)-1] += "\n\n" + unit
		default:
			runs = append(runs, strings.TrimPrefix(unit, within))
			whole = true
		}
	}
	return runs, kept
}

// fill puts paragraphs of the donor, about so many words of them, before,
// between and after the runs.
func fill(dice *rand.Rand, runs, donor []string, words int) []string {
	runs = append([]string(nil), runs...)
	for _, i := range dice.Perm(len(donor)) {
		if words <= 0 {
			break
		}
		at := dice.IntN(len(runs) + 1)
		runs = append(runs[:at], append([]string{strings.TrimPrefix(donor[i], within)}, runs[at:]...)...)
		words -= len(strings.Fields(donor[i]))
	}
	return runs
}

// rewordings are the rules of paraphrase: words and turns that an editor may
// put for each other, short for long forms, figures for words. They are this
// test's own; the reader of origins knows contractions and how numbers and per
// cents are written, and none of the others.
const rewordings = `
said|stated
says|states
also|additionally
however|but
because|since
about|around
more than|over
nearly|almost
killed|slain
attack|assault
attacks|assaults
big|large
people|individuals
children|youngsters
police|officers
officials|authorities
government|administration
company|firm
report|account
reports|accounts
reported|related
video|footage
began|started
begin|start
show|display
shows|displays
showed|displayed
many|numerous
several|various
help|assist
made|produced
make|produce
used|employed
found|discovered
against|versus
believe|think
believed|thought
according to|in the words of
last|past
near|close to
new|fresh
group|organisation
country|nation
city|town
home|house
man|male
claims|alleges
claimed|alleged
release|publish
released|published
added|went on
after|following
before|prior to
was killed by|died at the hands of
during|in the course of
want|wish
wants|wishes
get|obtain
got|obtained
need|require
month|four weeks
while|as
if|provided
story|piece
called|named
such as|like
do not|don't
does not|doesn't
did not|didn't
is not|isn't
was not|wasn't
are not|aren't
will not|won't
cannot|can't
could not|couldn't
it is|it's
they are|they're
we are|we're
have not|haven't
has not|hasn't
per cent|percent
percent|%
one|1
two|2
three|3
four|4
five|5
six|6
seven|7
eight|8
nine|9
ten|10
million|m
which|that
who|that
has been|was
have been|were
had been|was
would|will
where|at which
that the|the
said that|said
as well as|and
in order to|to
the two|both
it was|this was
there are|there exist
not|never
very|quite
first|initial
other|further
such|these
still|yet
only|just
area|region
fight|battle
fighting|combat
fighters|militants
militants|fighters
leader|chief
soldiers|troops
war|conflict
weapons|arms
money|cash
bought|purchased
buy|purchase
left|departed
went|travelled
came|arrived
say|state
saying|stating
told|informed
took|seized
taken|seized
killing|slaying
died|perished
dead|deceased
hurt|injured
child|youngster
woman|female
women|females
father|dad
mother|mum
friend|companion
statement|declaration
interview|conversation
photo|picture
photos|pictures
picture|image
website|site
social media|online networks
year|twelve months
years|lots of years
week|seven days
today|this day
yesterday|the day before
`

// rewordChance is how often a rule is followed where it applies; dropChance,
// how often an adverb or an aside between commas is left out.
const (
	rewordChance = 0.7
	dropChance   = 0.5
)

var (
	reworded   = readRewordings(rewordings)
	rewordable = anyOf(reworded)
	adverb     = regexp.MustCompile(`\b[a-z]{3,}ly `)
	thousands  = regexp.MustCompile(`\b(\d{1,3}),(\d{3})\b`)
	aside      = regexp.MustCompile(`, [a-z][^,.;“”"\n]{3,40},`)
	inverted   = regexp.MustCompile(`, ([A-Z]\w+ [A-Z]\w+) said\b`)
)

func readRewordings(table string) map[string]string {
	rules := map[string]string{}
	for line := range strings.Lines(table) {
		if from, to, found := strings.Cut(strings.TrimSpace(line), "|"); found {
			rules[from] = to
		}
	}
	return rules
}

// anyOf matches whatever a rule applies to, longer turns before shorter ones.
func anyOf(rules map[string]string) *regexp.Regexp {
	turns := slices.Collect(maps.Keys(rules))
	slices.SortFunc(turns, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(turns, "|") + `)\b`)
}

// reword paraphrases by rule: rewordings, adverbs and asides left out, "Ann Lee
// said" as "said Ann Lee", 1,500 as 1500.
func reword(dice *rand.Rand, text string) string {
	text = rewordable.ReplaceAllStringFunc(text, func(turn string) string {
		to := reworded[strings.ToLower(turn)]
		if to == "" || dice.Float64() >= rewordChance {
			return turn
		}
		if first := turn[:1]; first != strings.ToLower(first) {
			to = strings.ToUpper(to[:1]) + to[1:]
		}
		return to
	})
	text = drop(dice, adverb, text, "")
	text = drop(dice, aside, text, "")
	return thousands.ReplaceAllString(inverted.ReplaceAllString(text, ", said $1"), "$1$2")
}

// drop puts with for what the expression matches, half of the time.
func drop(dice *rand.Rand, what *regexp.Regexp, text, with string) string {
	return what.ReplaceAllStringFunc(text, func(match string) string {
		if dice.Float64() < dropChance {
			return with
		}
		return match
	})
}

// frames are an agency's or outlet's beginning and end.
var frames = [][2]string{
	{"LONDON, March 3 (Reuters) - ", "\n\n(Reporting by Ann Lee; Editing by Bob Roe)"},
	{"WASHINGTON (AP) — ", "\n\n___\n\nFollow our coverage of the matter on our site."},
	{"PARIS (AFP) - ", ""},
	{"", "\n\nThe Associated Press contributed to this report."},
	{"By Ann Lee and agencies\n\n", ""},
	{"", "\n\nSign up for our newsletter. All rights reserved."},
}

func frame(dice *rand.Rand, text string) string {
	f := frames[dice.IntN(len(frames))]
	return f[0] + text + f[1]
}
