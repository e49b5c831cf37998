package statement

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Statement is claims that say the same by the same source.
type Statement struct {
	ID     string // of the claim that it began with
	Source Source
	Claims []Signature // by publication, then by name
	Links  []Tie       // how it stands to other statements, by their IDs and the kind
}

// Tie is how a statement stands to another one: the surest link between their
// claims of that kind.
type Tie struct {
	To string // ID of the other Statement
	Link
}

// sure is the score from which claims of one source are one statement. Those of
// a lower one stay two that are tied, since one wrong link would join all that
// is joined to either.
const sure = 0.75

// Joins reports whether a link makes the claims that it holds between one
// statement.
func Joins(link Link) bool { return link.Kind == SameUtterance && link.Score >= sure }

// Group makes statements of claims and the links between them: claims that are
// surely one utterance, or joined by others that are, are one statement. The order in
// which claims and links are given does not matter.
func Group(signatures []Signature, links []Link) []Statement {
	at := map[Ref]int{}
	sorted := slices.Clone(signatures)
	slices.SortFunc(sorted, func(a, b Signature) int {
		return cmp.Or(a.Published.Compare(b.Published), a.Ref().compare(b.Ref()))
	})
	for i, s := range sorted {
		at[s.Ref()] = i
	}
	first := firstOf(sorted, links, at)
	var statements []Statement
	place := map[int]int{} // first claim → statement
	for i, s := range sorted {
		if first[i] == i {
			place[i] = len(statements)
			statements = append(statements, Statement{ID: id(s.Ref()), Source: s.Source})
		}
		statement := &statements[place[first[i]]]
		statement.Claims = append(statement.Claims, s)
	}
	tie(statements, links, func(ref Ref) (int, bool) {
		i, known := at[ref]
		if !known {
			return 0, false
		}
		return place[first[i]], true
	})
	return statements
}

// firstOf joins claims by their links and tells the first claim of each one's
// group.
func firstOf(sorted []Signature, links []Link, at map[Ref]int) []int {
	parent := make([]int, len(sorted))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, link := range links {
		a, knownA := at[link.A]
		b, knownB := at[link.B]
		if !Joins(link) || !knownA || !knownB {
			continue
		}
		x, y := root(a), root(b)
		// The earlier claim stays the root, whatever the order of the links.
		parent[max(x, y)] = min(x, y)
	}
	first := make([]int, len(sorted))
	for i := range first {
		first[i] = root(i)
	}
	return first
}

// tie gives both statements of each link the surest of its kind. A link of two
// claims of one statement stays there only if they exclude each other: then the
// source took back what it said.
func tie(statements []Statement, links []Link, statementOf func(Ref) (int, bool)) {
	for _, link := range links {
		a, knownA := statementOf(link.A)
		b, knownB := statementOf(link.B)
		if !knownA || !knownB || a == b && link.Kind != Incompatible {
			continue
		}
		statements[a].Links = append(statements[a].Links, Tie{statements[b].ID, link})
		if a != b {
			statements[b].Links = append(statements[b].Links, Tie{statements[a].ID, link})
		}
	}
	for i := range statements {
		ties := statements[i].Links
		slices.SortFunc(ties, func(x, y Tie) int {
			return cmp.Or(cmp.Compare(x.To, y.To), cmp.Compare(x.Kind, y.Kind), cmp.Compare(y.Score, x.Score), x.A.compare(y.A), x.B.compare(y.B))
		})
		statements[i].Links = slices.CompactFunc(ties, func(x, y Tie) bool { return x.To == y.To && x.Kind == y.Kind })
	}
}

// id is the hash of the claim that a statement began with.
func id(ref Ref) string {
	sum := sha256.Sum256([]byte(ref.Article + "\x00" + ref.Claim))
	return "s" + hex.EncodeToString(sum[:6])
}
