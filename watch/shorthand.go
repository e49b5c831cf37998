package watch

import (
	"slices"
	"strings"

	"tocsin/country"
	"tocsin/watch/indicator"
)

// event reads "ASSAULT RUS > UKR, planned: tanks cross the river", or fields.
func event(node *indicator.Node) indicator.Event {
	e := indicator.Event{Status: "actual"}
	if node.IsMapping() {
		for _, field := range node.Fields("category", "mode", "status", "date", "age", "text", "actor", "recipient") {
			value := field.Value
			switch field.Name {
			case "category":
				e.Category = value.Word(indicator.Words("event.category")...)
			case "mode":
				e.Mode = value.Text()
			case "status":
				e.Status = value.Word(indicator.Words("event.status")...)
			case "date":
				e.Date = value.Text()
			case "age":
				days := value.Number()
				e.Age = &days
			case "text":
				e.Text = value.Text()
			case "actor":
				e.Actor = party(value)
			case "recipient":
				e.Recipient = party(value)
			}
		}
		return e
	}
	what, text, _ := strings.Cut(node.Text(), ":")
	e.Text = strings.TrimSpace(text)
	if head, status, ok := strings.Cut(what, ","); ok {
		what, e.Status = head, strings.TrimSpace(status)
	}
	actor, recipient, _ := strings.Cut(what, ">")
	category, actor, _ := strings.Cut(strings.TrimSpace(actor), " ")
	e.Category, e.Actor, e.Recipient = category, named(actor), named(recipient)
	if !slices.Contains(indicator.Words("event.category"), e.Category) || !slices.Contains(indicator.Words("event.status"), e.Status) {
		node.Fault("an event in short is, for example, \"ASSAULT RUS > UKR, planned: tanks cross the river\", with a category of %s and a status of %s",
			strings.Join(indicator.Words("event.category"), ", "), strings.Join(indicator.Words("event.status"), ", "))
	}
	return e
}

// named is a country by its code, or somebody by the name.
func named(text string) indicator.Party {
	text = strings.TrimSpace(text)
	if found := country.Of(text); found != nil {
		return indicator.Party{Name: found.Name, Country: found.Code}
	}
	return indicator.Party{Name: text}
}

func party(node *indicator.Node) indicator.Party {
	if !node.IsMapping() {
		return named(node.Text())
	}
	var p indicator.Party
	for _, field := range node.Fields("name", "country") {
		if field.Name == "name" {
			p.Name = field.Value.Text()
		} else {
			p.Country = code(field.Value)
		}
	}
	return p
}

// code is the codes of countries, joined by commas.
func code(node *indicator.Node) string {
	text := node.Text()
	for one := range strings.SplitSeq(text, ",") {
		if found := country.Of(one); found == nil || found.Code != one {
			node.Fault("%q is no code of a country; write ISO 3166 alpha-3, such as UKR", one)
		}
	}
	return text
}

// claim reads "deny BLR: no soldier will stay", or fields.
func claim(node *indicator.Node) indicator.Claim {
	c := indicator.Claim{Certainty: "certain", Form: "indirect"}
	if node.IsMapping() {
		for _, field := range node.Fields("act", "certainty", "form", "text", "source") {
			value := field.Value
			switch field.Name {
			case "act":
				c.Act = value.Word(indicator.Words("claim.act")...)
			case "certainty":
				c.Certainty = value.Word(indicator.Words("claim.certainty")...)
			case "form":
				c.Form = value.Word(indicator.Words("claim.form")...)
			case "text":
				c.Text = value.Text()
			case "source":
				c.Source = source(value)
			}
		}
		return c
	}
	what, text, _ := strings.Cut(node.Text(), ":")
	act, by, _ := strings.Cut(strings.TrimSpace(what), " ")
	who := named(by)
	c.Act, c.Text, c.Source = act, strings.TrimSpace(text), indicator.Source{Name: who.Name, Country: who.Country}
	if !slices.Contains(indicator.Words("claim.act"), act) {
		node.Fault("a claim in short is, for example, \"deny BLR: no soldier will stay\", with an act of %s", strings.Join(indicator.Words("claim.act"), ", "))
	}
	return c
}

func source(node *indicator.Node) indicator.Source {
	if !node.IsMapping() {
		who := named(node.Text())
		return indicator.Source{Name: who.Name, Country: who.Country}
	}
	var s indicator.Source
	for _, field := range node.Fields("name", "country", "kind", "role") {
		switch field.Name {
		case "name":
			s.Name = field.Value.Text()
		case "country":
			s.Country = code(field.Value)
		case "kind":
			s.Kind = field.Value.Word(indicator.Words("claim.source.kind")...)
		case "role":
			s.Role = field.Value.Text()
		}
	}
	return s
}

func standing(node *indicator.Node) indicator.Standing {
	s := indicator.Standing{Sources: 1, Origins: 1, Outlets: 1, Standing: "single-source"}
	if !node.IsMapping() {
		s.ID = node.Text()
		return s
	}
	const most = 1 << 20
	for _, field := range node.Fields("id", "standing", "sources", "origins", "outlets") {
		switch field.Name {
		case "id":
			s.ID = field.Value.Text()
		case "standing":
			s.Standing = field.Value.Word(indicator.Words("statement.standing")...)
		case "sources":
			s.Sources = field.Value.Count(0, most)
		case "origins":
			s.Origins = field.Value.Count(0, most)
		case "outlets":
			s.Outlets = field.Value.Count(0, most)
		}
	}
	return s
}

// quantity reads "9,000 soldiers", or fields.
func quantity(node *indicator.Node) indicator.Figure {
	var f indicator.Figure
	if !node.IsMapping() {
		amount, of, _ := strings.Cut(strings.TrimSpace(node.Text()), " ")
		value, ok := number(amount)
		if !ok {
			node.Fault("a figure in short is, for example, 9,000 soldiers")
		}
		f.Value, f.Low, f.High, f.Of = &value, &value, &value, of
		return f
	}
	for _, field := range node.Fields("value", "low", "high", "unit", "of", "text") {
		value := field.Value
		switch field.Name {
		case "value", "low", "high":
			number := value.Number()
			*map[string]**float64{"value": &f.Value, "low": &f.Low, "high": &f.High}[field.Name] = &number
		case "unit":
			f.Unit = value.Text()
		case "of":
			f.Of = value.Text()
		case "text":
			f.Text = value.Text()
		}
	}
	return f
}

// place reads "UKR", "Ovruch UKR 51.3,28.8", or fields.
func place(node *indicator.Node) indicator.Place {
	var p indicator.Place
	if node.IsMapping() {
		for _, field := range node.Fields("name", "country", "lat", "lon") {
			switch field.Name {
			case "name":
				p.Name = field.Value.Text()
			case "country":
				p.Country = code(field.Value)
			case "lat":
				p.Lat = field.Value.Number()
			case "lon":
				p.Lon = field.Value.Number()
			}
		}
		return p
	}
	p.Coarse = true
	var names []string
	for _, word := range strings.Fields(node.Text()) {
		lat, lon, pair := strings.Cut(word, ",")
		north, ok := number(lat)
		east, also := number(lon)
		found := country.Of(word)
		switch {
		case pair && ok && also:
			p.Lat, p.Lon, p.Coarse = north, east, false
		case found != nil && found.Code == word:
			p.Country = found.Code
		default:
			names = append(names, word)
		}
	}
	p.Name = first(strings.Join(names, " "), p.Country)
	return p
}
