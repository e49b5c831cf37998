package actor

// inferCountries gives people of whom nothing else is told the country of
// their relatives.
func (r *resolver) inferCountries() {
	for _, p := range r.parties {
		if p.country == "" && p.owner != nil {
			p.country = p.owner.country
		}
	}
}
