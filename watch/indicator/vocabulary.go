package indicator

import (
	"strings"

	"tocsin"
	"tocsin/country"
)

func words[T ~string](values ...T) []string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = string(value)
	}
	return list
}

// What fields can say.
var (
	categories  = words(tocsin.Agree, tocsin.Consult, tocsin.Support, tocsin.Concede, tocsin.Cooperate, tocsin.Aid, tocsin.Retreat, tocsin.Request, tocsin.Reject, tocsin.AccuseOf, tocsin.Threat, tocsin.Protest, tocsin.Sanction, tocsin.Mobilize, tocsin.Coerce, tocsin.Assault)
	statuses    = words(tocsin.Actual, tocsin.Planned, tocsin.Hypothetical, tocsin.Negated)
	acts        = words(tocsin.Assert, tocsin.Deny, tocsin.Accuse, tocsin.Demand, tocsin.Commit, tocsin.Threaten, tocsin.Warn, tocsin.Believe)
	certainties = words(tocsin.Certain, tocsin.Probable, tocsin.Possible)
	forms       = words(tocsin.Direct, tocsin.Indirect, tocsin.Mixed)
	standings   = words(tocsin.Standings...)
	kinds       = words(tocsin.Person, tocsin.Organization, tocsin.Government, tocsin.ArmedGroup, tocsin.People, tocsin.Document, tocsin.Unnamed)
)

// Words are what a field of a rule can say, such as "event.category"; nil where
// it can say anything.
func Words(field string) []string {
	words := map[string][]string{
		"event.category": categories, "event.status": statuses, "claim.act": acts, "claim.certainty": certainties, "claim.form": forms,
		"claim.source.kind": kinds, "statement.standing": standings,
	}
	return words[field]
}

// countries marks fields that hold codes of countries.
var countries = []string{"ISO 3166 alpha-3"}

func holdsCountry(words []string) bool { return len(words) == 1 && words[0] == countries[0] }

// wrong says what is wrong with a word that a field is held against, "" if
// nothing is.
func wrong(word string, allowed []string) string {
	switch {
	case word == "" || allowed == nil:
		return ""
	case holdsCountry(allowed):
		return wrongCountry(word)
	}
	for _, one := range allowed {
		if one == word {
			return ""
		}
	}
	return instead(word, allowed)
}

// wrongCountry says what is wrong with codes of countries, several of which
// are joined by commas.
func wrongCountry(codes string) string {
	for code := range strings.SplitSeq(codes, ",") {
		if found := country.Of(code); found != nil && found.Code == code {
			continue
		}
		if found := country.Of(strings.ToUpper(code)); found != nil {
			return "countries are written in three capitals: " + found.Code
		}
		if found, ok := country.Find(code); ok {
			return "countries are written as ISO 3166 alpha-3: " + found.Country.Code
		}
		return "countries are written as ISO 3166 alpha-3, such as UKR"
	}
	return ""
}
