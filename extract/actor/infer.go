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
