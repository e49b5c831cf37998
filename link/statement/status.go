package statement

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin"
)

// Standing is the word for a Status.
type Standing = tocsin.Standing

// The standings of a Statement.
const (
	SingleSource = tocsin.SingleSource
	Corroborated = tocsin.Corroborated
	Disputed     = tocsin.Disputed
	Denied       = tocsin.Denied
	Corrected    = tocsin.Corrected
	Withdrawn    = tocsin.Withdrawn
)

// Status is who stands by a statement and who against it.
type Status struct {
	Standing Standing
	Opposing bool     // of Corroborated: sources of opposing sides agree
	Origins  int      // independent origins of all reports of this content
	Sources  int      // different sources of this content
	Reasons  []string // in words
	Verdict  Verdict  // an analyst's, which sets Standing; zero where there is none
	Computed Standing // what it would be without the verdict
}

// Verdict is what an analyst decided on a statement; zero for nothing.
type Verdict = tocsin.Judgement

// Judge knows what the claims alone do not tell.
type Judge struct {
	// Origin names the group of articles that an article shares its origin
	// with; articles of one group count once.
	Origin func(article string) string
	// Opposed reports whether two countries (alpha-3) are on opposing sides;
	// nil where that is not known.
	Opposed func(a, b string) bool
}

// Status tells how a statement stands. Others are the statements that its links
// lead to, by ID; one that is missing is left out.
//
// What its own source said later comes first, then denials by those whom it
// concerns, then other claims that exclude it, then how many say it.
func (j Judge) Status(statement Statement, others map[string]Statement, verdict Verdict) Status {
	status := j.count(statement, others)
	for _, rule := range []func(Statement, map[string]Statement) (Standing, string){takenBack, denied, disputed} {
		if standing, reason := rule(statement, others); standing != "" {
			status.Standing = standing
			status.Reasons = append(status.Reasons, reason)
			break
		}
	}
	status.Computed = status.Standing
	if verdict.Standing != "" {
		status.Verdict, status.Standing = verdict, verdict.Standing
		status.Reasons = append(status.Reasons, strings.TrimSpace(fmt.Sprintf("verdict of %s: %s. %s", verdict.Who, verdict.Standing, verdict.Why)))
	}
	return status
}

// count tells who says it, and from how many origins.
func (j Judge) count(statement Statement, others map[string]Statement) Status {
	same := []Statement{statement}
	for _, tie := range statement.Links {
		if other, known := others[tie.To]; known && tie.Kind != Incompatible {
			same = append(same, other)
		}
	}
	origins, sources := map[string]bool{}, map[string]Source{}
	for _, s := range same {
		for _, claim := range s.Claims {
			origins[j.Origin(claim.Article)] = true
		}
		if s.Source.Key != "" {
			sources[s.Source.Key] = s.Source
		}
	}
	status := Status{Standing: SingleSource, Origins: len(origins), Sources: len(sources)}
	if len(origins) < 2 || len(sources) < 2 {
		status.Reasons = append(status.Reasons, fmt.Sprintf("%d source(s) in reports of %d independent origin(s)", len(sources), len(origins)))
		return status
	}
	status.Standing = Corroborated
	status.Reasons = append(status.Reasons, fmt.Sprintf("said by %s, in reports of %d independent origins", names(sources), len(origins)))
	if a, b, found := j.opposing(sources); found {
		status.Opposing = true
		status.Reasons = append(status.Reasons, fmt.Sprintf("%s and %s are on opposing sides", a.Name, b.Name))
	}
	return status
}

// names are the names of sources, in the order of their keys.
func names(sources map[string]Source) string {
	var list []string
	for _, source := range inOrderOfKeys(sources) {
		list = append(list, source.Name)
	}
	return strings.Join(list, ", ")
}

func inOrderOfKeys(sources map[string]Source) []Source {
	list := make([]Source, 0, len(sources))
	for _, source := range sources {
		list = append(list, source)
	}
	slices.SortFunc(list, func(a, b Source) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

// opposing are the first two sources that are on opposing sides.
func (j Judge) opposing(sources map[string]Source) (a, b Source, found bool) {
	if j.Opposed == nil {
		return a, b, false
	}
	list := inOrderOfKeys(sources)
	for i, a := range list {
		for _, b := range list[i+1:] {
			if a.Country != "" && b.Country != "" && j.Opposed(a.Country, b.Country) {
				return a, b, true
			}
		}
	}
	return a, b, false
}

// excluding calls visit with each statement that excludes this one, and the
// link that says so, until it returns false.
func excluding(statement Statement, others map[string]Statement, visit func(Statement, Tie) bool) {
	for _, tie := range statement.Links {
		if tie.Kind != Incompatible {
			continue
		}
		other, known := others[tie.To]
		if tie.To == statement.ID {
			other, known = statement, true
		}
		if known && !visit(other, tie) {
			return
		}
	}
}

// takenBack: the source itself later says something else.
func takenBack(statement Statement, others map[string]Statement) (standing Standing, reason string) {
	excluding(statement, others, func(other Statement, tie Tie) bool {
		if sameSource(statement.Source, other.Source) != samePerson {
			return true
		}
		own, later := claimOf(statement, tie), claimOf(other, tie, own(statement, tie))
		if !later.Published.After(own.Published) {
			return true
		}
		standing = Corrected
		if later.denies() || retracts(later) {
			standing = Withdrawn
		}
		reason = fmt.Sprintf("%s itself said otherwise on %s: %s", other.Source.Name, later.Published.Format("2006-01-02"), strings.Join(tie.Reasons, "; "))
		return false
	})
	return standing, reason
}

// own is the end of the tie that lies in the statement; where both do, the
// earlier one.
func own(statement Statement, tie Tie) Ref { return claimOf(statement, tie).Ref() }

// claimOf is the statement's first claim that the tie holds to, other than one
// of those given.
func claimOf(statement Statement, tie Tie, but ...Ref) Signature {
	for _, claim := range statement.Claims {
		if ref := claim.Ref(); (ref == tie.A || ref == tie.B) && !slices.Contains(but, ref) {
			return claim
		}
	}
	return Signature{}
}

// retracts reports whether the claim takes something back by its cue or its
// words.
func retracts(s Signature) bool {
	l := words()
	if l.retraction[l.stem(fold(s.Cue))] {
		return true
	}
	return slices.ContainsFunc(s.Content.Terms, func(term Term) bool { return l.retraction[term.Word] })
}

// denied: those whom the statement concerns say that it is not so.
func denied(statement Statement, others map[string]Statement) (standing Standing, reason string) {
	excluding(statement, others, func(other Statement, tie Tie) bool {
		claim := claimOf(statement, tie)
		if claim.denies() || !claim.concerns(other.Source) || !tie.Denial && claim.Act != tocsin.Accuse {
			return true
		}
		standing, reason = Denied, fmt.Sprintf("denied by %s, whom it concerns: %s", other.Source.Name, strings.Join(tie.Reasons, "; "))
		return false
	})
	return standing, reason
}

// disputed: anybody says what excludes it.
func disputed(statement Statement, others map[string]Statement) (standing Standing, reason string) {
	excluding(statement, others, func(other Statement, tie Tie) bool {
		name := other.Source.Name
		if name == "" {
			name = "an unnamed source"
		}
		standing, reason = Disputed, fmt.Sprintf("disputed by %s: %s", name, strings.Join(tie.Reasons, "; "))
		return false
	})
	return standing, reason
}
