package indicator

import (
	"reflect"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// class is a type of object that rules see, with its fields. A field that is
// not there is found when a rule is compiled.
type class struct {
	name   string
	typ    *types.Type
	fields []property
}

type property struct {
	name  string
	typ   *types.Type
	words []string // what the field can say; nil for anything
	get   func(any) any
	has   func(any) bool
}

// object is a value of a class: a pointer into a Sighting.
type object struct {
	class *class
	at    any
}

// ConvertToNative implements ref.Val; objects do not leave a rule.
func (o object) ConvertToNative(reflect.Type) (any, error) { return o.at, nil }

// ConvertToType implements ref.Val.
func (o object) ConvertToType(typ ref.Type) ref.Val {
	return types.NewErr("%s cannot become %s", o.class.name, typ.TypeName())
}

// Equal implements ref.Val: a thing is equal to itself.
func (o object) Equal(other ref.Val) ref.Val {
	another, ok := other.(object)
	return types.Bool(ok && another.at == o.at)
}

// Type implements ref.Val.
func (o object) Type() ref.Type { return o.class.typ }

// Value implements ref.Val.
func (o object) Value() any { return o.at }

func text[T any](name string, words []string, get func(*T) string) property {
	return property{
		name, types.StringType, words,
		func(v any) any { return types.String(get(v.(*T))) },
		func(v any) bool { return get(v.(*T)) != "" },
	}
}

func number[T any](name string, get func(*T) float64, has func(*T) bool) property {
	return property{
		name, types.DoubleType, nil,
		func(v any) any { return types.Double(get(v.(*T))) },
		func(v any) bool { return has(v.(*T)) },
	}
}

func count[T any](name string, get func(*T) int) property {
	return property{
		name, types.IntType, nil,
		func(v any) any { return types.Int(get(v.(*T))) },
		func(v any) bool { return get(v.(*T)) != 0 },
	}
}

func part[T, P any](name string, of *class, get func(*T) *P) property {
	return property{
		name, of.typ, nil,
		func(v any) any { return object{of, get(v.(*T))} },
		func(v any) bool { return true },
	}
}

// value is a number that may not be known. Where it is not known, asking for it is an error,
// and a comparison with it neither holds nor fails: in CEL an error beside what
// decides does no harm, else the rule does not match.
func value[T any](name string, get func(*T) *float64) property {
	return property{
		name, types.DoubleType, nil,
		func(v any) any {
			if at := get(v.(*T)); at != nil {
				return types.Double(*at)
			}
			return types.NewErr("%s is not known", name)
		},
		func(v any) bool { return get(v.(*T)) != nil },
	}
}

// schema is all classes.
type schema struct {
	party, source, event, claim, statement, figure, place, article *class
}

func newSchema() *schema {
	make := func(name string, fields ...property) *class {
		return &class{name, types.NewObjectType(prefix + name), fields}
	}
	s := &schema{}
	s.party = make("party",
		text("name", nil, func(p *Party) string { return p.Name }),
		text("country", countries, func(p *Party) string { return p.Country }))
	s.source = make("source",
		text("name", nil, func(p *Source) string { return p.Name }),
		text("country", countries, func(p *Source) string { return p.Country }),
		text("kind", kinds, func(p *Source) string { return p.Kind }),
		text("role", nil, func(p *Source) string { return p.Role }))
	s.event = make("event",
		text("category", categories, func(e *Event) string { return e.Category }),
		text("mode", nil, func(e *Event) string { return e.Mode }),
		text("status", statuses, func(e *Event) string { return e.Status }),
		text("date", nil, func(e *Event) string { return e.Date }),
		value("age", func(e *Event) *float64 { return e.Age }),
		text("text", nil, func(e *Event) string { return e.Text }),
		part("actor", s.party, func(e *Event) *Party { return &e.Actor }),
		part("recipient", s.party, func(e *Event) *Party { return &e.Recipient }))
	s.claim = make("claim",
		text("act", acts, func(c *Claim) string { return c.Act }),
		text("certainty", certainties, func(c *Claim) string { return c.Certainty }),
		text("form", forms, func(c *Claim) string { return c.Form }),
		text("text", nil, func(c *Claim) string { return c.Text }),
		part("source", s.source, func(c *Claim) *Source { return &c.Source }))
	s.statement = make("statement",
		text("id", nil, func(s *Standing) string { return s.ID }),
		text("standing", standings, func(s *Standing) string { return s.Standing }),
		count("sources", func(s *Standing) int { return s.Sources }),
		count("origins", func(s *Standing) int { return s.Origins }),
		count("outlets", func(s *Standing) int { return s.Outlets }))
	s.figure = make("figure",
		value("value", func(f *Figure) *float64 { return f.Value }),
		value("low", func(f *Figure) *float64 { return f.Low }),
		value("high", func(f *Figure) *float64 { return f.High }),
		text("unit", nil, func(f *Figure) string { return f.Unit }),
		text("of", nil, func(f *Figure) string { return f.Of }),
		text("text", nil, func(f *Figure) string { return f.Text }))
	known := func(p *Place) bool { return p.Name != "" }
	s.place = make("place",
		text("name", nil, func(p *Place) string { return p.Name }),
		text("country", countries, func(p *Place) string { return p.Country }),
		number("lat", func(p *Place) float64 { return p.Lat }, known),
		number("lon", func(p *Place) float64 { return p.Lon }, known))
	s.article = make("article",
		text("outlet", nil, func(a *Article) string { return a.Outlet }),
		text("title", nil, func(a *Article) string { return a.Title }),
		text("url", nil, func(a *Article) string { return a.URL }),
		text("language", nil, func(a *Article) string { return a.Language }),
		text("text", nil, func(a *Article) string { return a.Text }),
		property{"published", types.TimestampType, nil,
			func(v any) any { return types.Timestamp{Time: v.(*Article).Published} },
			func(v any) bool { return !v.(*Article).Published.IsZero() }})
	return s
}

func (s *schema) classes() []*class {
	return []*class{s.party, s.source, s.event, s.claim, s.statement, s.figure, s.place, s.article}
}

// prefix sets the types apart from the variables of the same names.
const prefix = "tocsin."

// class finds a class by its name, with or without the prefix.
func (s *schema) class(name string) *class {
	name = strings.TrimPrefix(name, prefix)
	for _, class := range s.classes() {
		if class.name == name {
			return class
		}
	}
	return nil
}

func (c *class) field(name string) *property {
	for i := range c.fields {
		if c.fields[i].name == name {
			return &c.fields[i]
		}
	}
	return nil
}

func (c *class) names() []string {
	names := make([]string, len(c.fields))
	for i, field := range c.fields {
		names[i] = field.name
	}
	return names
}
