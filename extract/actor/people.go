package actor

import (
	"strings"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"unicode"

	"tocsin"
)

// gender is what a name or a title tells.
type gender int8

const (
	unknown gender = iota
	male
	female
)

// collectPeople makes one party of each person whom the article names, under
// the fullest form of the name, before anything is resolved, so that a short
// name can stand before the full one; and reads what titles and appositions
// tell about them.
func (r *resolver) collectPeople() {
	for _, p := range r.g.found {
		if !p.named.empty() && p.named.last-p.named.first > 1 {
			r.personOf(p)
		}
	}
	for _, p := range r.g.found {
		if !p.named.empty() {
			r.learn(r.personOf(p), p)
		}
		if p.appos != nil && !p.appos.named.empty() {
			r.learn(r.personOf(p.appos), p)
		}
	}
	r.learnPredicates()
}

// personOf returns the party of the name in p, a new one where none fits.
func (r *resolver) personOf(p *phrase) *party {
	name := r.nameTokens(p.named)
	if len(name) == 0 { // punctuation that the tagger took for a name
		name = []string{r.g.doc.Words(r.g.doc.SpanOf(p.named.first, p.named.last))}
	}
	key := strings.Join(name, " ")
	if person := r.byName[key]; person != nil {
		return person
	}
	full := r.g.doc.Words(r.g.doc.SpanOf(p.named.first, p.named.last))
	if len(name) == 1 && !p.title.empty() && isRegnal(r.g.doc.Tokens[p.title.last-1].Text) {
		full = r.g.doc.Tokens[p.title.last-1].Text + " " + full
	}
	// Of several who share a surname, the one who was named first bears it alone.
	for _, person := range r.people[max(0, len(r.people)-maxPeople):] {
		if !samePerson(person.names, name) {
			continue
		}
		if len(name) > len(person.names) {
			person.names, person.name = name, full
		}
		r.byName[key] = person
		return person
	}
	person := r.newParty(full, tocsin.Person, "named")
	person.names = name
	person.gender = r.genderOf(name)
	person.score = 0.9
	r.people = append(r.people, person)
	if last := name[len(name)-1]; r.surnamed[last] == nil {
		r.surnamed[last] = person
	}
	r.byName[key] = person
	return person
}

// isRegnal reports whether who has the title is known by it and one name:
// "Pope Leo".
func isRegnal(title string) bool {
	switch title {
	case "Pope", "King", "Queen", "Prince", "Princess", "Patriarch", "Emperor", "Empress", "Archbishop", "Sheikh", "Ayatollah":
		return true
	}
	return false
}

// maxPeople bounds how many earlier people a new name is compared with.
const maxPeople = 200

func (r *resolver) nameTokens(at span) []string {
	var names []string
	for i := at.first; i < at.last; i++ {
		token := &r.g.doc.Tokens[i]
		if token.Tag == "HYPH" || token.POS == "PUNCT" {
			continue
		}
		names = append(names, folded(token.Text))
	}
	return names
}

// folded drops case and accents.
func folded(word string) string {
	word = strings.ToLower(word)
	for i := 0; i < len(word); i++ {
		if word[i] >= 0x80 {
			fold := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
			if bare, _, err := transform.String(fold, word); err == nil {
				return bare
			}
			break
		}
	}
	return word
}

// samePerson reports whether two forms can name one person. A single name
// stands for who bears it last or, if it is the only one, first; full names
// need the same last name and first names that do not contradict. House
// spellings count as the same ("Zelensky", "Zelenskiy").
func samePerson(a, b []string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(b) == 0 {
		return false
	}
	if len(b) == 1 {
		return alike(a[len(a)-1], b[0]) || len(a) > 1 && (a[0] == b[0] || nickname(a[0], b[0]))
	}
	if !alike(a[len(a)-1], b[len(b)-1]) {
		return false
	}
	return alike(a[0], b[0]) || nickname(a[0], b[0]) || nickname(b[0], a[0]) || initial(a[0], b[0]) || contains(a, b[0])
}

func contains(names []string, name string) bool {
	for _, other := range names {
		if alike(other, name) {
			return true
		}
	}
	return false
}

func nickname(full, short string) bool {
	return len(short) >= 3 && len(short) < len(full) && strings.HasPrefix(full, short) && len(full)-len(short) <= 5
}

func initial(a, b string) bool {
	a, b = strings.TrimSuffix(a, "."), strings.TrimSuffix(b, ".")
	return (len(a) == 1 || len(b) == 1) && a != "" && b != "" && a[0] == b[0]
}

// alike compares two transliterations of one name: equal once the letters
// that houses write differently are folded, or one letter apart in a long one.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	if min(len(a), len(b)) < 5 {
		return false
	}
	a, b = transliterated(a), transliterated(b)
	return a == b || min(len(a), len(b)) >= 7 && a[0] == b[0] && oneApart(a, b)
}

var spellings = strings.NewReplacer("iy", "i", "yy", "i", "ij", "i", "ii", "i", "y", "i", "kh", "h", "ou", "u", "ck", "k", "shch", "sh", "sch", "sh", "ie", "e", "io", "o", "ph", "f", "ts", "c", "ks", "x", "w", "v", "-", "")

func transliterated(name string) string { return spellings.Replace(name) }

// oneApart reports whether one letter more, less or other makes a into b.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[i:] == b[i:] || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

func (r *resolver) genderOf(name []string) gender {
	first := name[0]
	switch {
	case len(name) < 2 || len(first) < 3:
		return unknown
	case r.g.lex.male[first]:
		return male
	case r.g.lex.female[first] || strings.HasSuffix(first, "a"):
		return female
	}
	return unknown
}

var gendered = map[string]gender{
	"mr": male, "sir": male, "lord": male, "king": male, "prince": male, "father": male, "son": male, "husband": male, "brother": male,
	"spokesman": male, "chairman": male, "congressman": male, "businessman": male, "policeman": male, "serviceman": male, "man": male, "boy": male, "uncle": male, "grandfather": male, "pope": male, "bishop": male, "widower": male, "dad": male, "nephew": male, "grandson": male,
	"mrs": female, "ms": female, "miss": female, "lady": female, "dame": female, "queen": female, "princess": female, "mother": female, "daughter": female, "wife": female, "sister": female,
	"spokeswoman": female, "chairwoman": female, "congresswoman": female, "businesswoman": female, "policewoman": female, "woman": female, "girl": female, "aunt": female, "grandmother": female, "widow": female, "mum": female, "mom": female, "niece": female, "granddaughter": female, "actress": female,
}

// learn takes what p's title or description tells about the person.
func (r *resolver) learn(person *party, p *phrase) {
	for i := p.title.first; i < p.title.last; i++ {
		if g := gendered[strings.TrimSuffix(r.g.doc.Tokens[i].Lower, ".")]; g != unknown {
			person.gender = g
		}
	}
	described := p
	if p.appos != nil && p.appos.named.empty() {
		r.learnFrom(person, p.appos)
	}
	if described.isNoun {
		r.learnFrom(person, described)
	}
}

func (r *resolver) learnFrom(person *party, p *phrase) {
	if head := r.roleHead(p); head >= 0 {
		lemma := strings.ToLower(r.g.doc.Tokens[head].Lemma)
		person.roles = append(person.roles, roleWords{lemma, r.contentWords(p)})
		if g := gendered[lemma]; g != unknown {
			person.gender = g
		}
	}
	if words := r.roleOf(p); words != "" && person.role == "" && p.noun.class != kin {
		person.role = words
	}
	if person.sector == "" {
		person.sector = p.noun.sector
	}
	if code := r.told(p); code != "" && person.country == "" {
		person.country = code
		person.explicit = true
	}
}

// learnPredicates reads "Ann Lee is the Finnish ambassador".
func (r *resolver) learnPredicates() {
	doc := r.g.doc
	byHead := map[int]*phrase{}
	for _, p := range r.g.found {
		byHead[p.head] = p
	}
	var before *phrase // the last named person
	for _, p := range r.g.found {
		if p.named.empty() {
			continue
		}
		other := before
		before = p
		subject := p.named.first
		for i := p.named.first; i < p.named.last; i++ {
			if head := doc.Tokens[i].Head; head < p.first || head >= p.last {
				subject = i
			}
		}
		token := &doc.Tokens[subject]
		if !token.Is("nsubj") || token.Head < 0 || doc.Child(token.Head, "cop") < 0 {
			continue
		}
		if q := byHead[token.Head]; q != nil && q.isNoun && q.named.empty() && (q.noun.class == role || q.noun.class == crowd || q.noun.class == kin) {
			r.learnFrom(r.personOf(p), q)
			// "Ann Lee, 30, and Max Roe, 40, are Canadian nurses"
			if r.isPlural(q) && other != nil && doc.Tokens[p.first-1].Lower == "and" && p.first-other.last <= 5 {
				r.learnFrom(r.personOf(other), q)
			}
		}
	}
}
