package actor

// inferCountries fills in what the phrases themselves do not tell: who is
// introduced through somebody else has that one's country. The countries that
// merely stand in the same sentence tell nothing: "Mia Lund wrote that Danish
// prices could triple".
func (r *resolver) inferCountries() {
	for _, p := range r.parties {
		if p.country == "" && p.owner != nil {
			p.country = p.owner.country
		}
	}
}

// boundOffices are posts and houses that, under this very name, only one state
// has as far as news in English goes; the words are lower case.
var boundOffices = []struct{ words, country string }{
	{"foreign secretary", "GBR"}, // “the foreign secretary, Ann Lee”
	{"home secretary", "GBR"},
	{"defence secretary", "GBR"}, // so spelt; America has a “defense secretary”
	{"health secretary", "GBR"},
	{"education secretary", "GBR"},
	{"business secretary", "GBR"},
	{"shadow", "GBR"}, // “the shadow chancellor”
	{"tory", "GBR"},
	{"first minister of scotland", "GBR"},
	{"secretary of state for", "GBR"},
	{"home office", "GBR"},
	{"secretary of state", "USA"}, // but “secretary of state for”
	{"defense secretary", "USA"},
	{"treasury secretary", "USA"},
	{"senate majority leader", "USA"},
	{"senate minority leader", "USA"},
	{"house speaker", "USA"},
	{"house majority leader", "USA"},
	{"house minority leader", "USA"},
	{"rep.", "USA"},
	{"sen.", "USA"},
	{"gop", "USA"},
}
