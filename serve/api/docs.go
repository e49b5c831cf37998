package api

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"tocsin/serve/account"
)

var (
	//go:embed docs.html
	docsPage string
	//go:embed docs.css
	docsStyle string
)

// documented adds the description of the API, and the page that shows it. Both
// are made of what was added before.
func (a *API) documented(r chi.Router) {
	a.describe = sync.OnceValue(func() []byte {
		nullable(a.huma.OpenAPI().Components.Schemas)
		body, err := json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
		if err != nil {
			panic(err) // the description is made of the code alone
		}
		return body
	})
	page := sync.OnceValue(func() []byte {
		a.describe() // which completes the shapes
		var out bytes.Buffer
		if err := template.Must(template.New("docs").Parse(docsPage)).Execute(&out, a.manual()); err != nil {
			panic(err)
		}
		return out.Bytes()
	})
	files := []struct {
		path, kind string
		body       func() []byte
	}{
		{"/openapi.json", "application/openapi+json", a.describe},
		{"/docs", "text/html; charset=utf-8", page},
		{"/docs.css", "text/css; charset=utf-8", func() []byte { return []byte(docsStyle) }},
	}
	for _, file := range files {
		r.With(a.opts.Accounts.Allow(account.RoleViewer)).Get(file.path, func(w http.ResponseWriter, r *http.Request) {
			c := &call{Context: r.Context(), api: a, w: w, r: r}
			if c.has(tagOf(file.body())) {
				return
			}
			w.Header().Set("Content-Type", file.kind)
			w.Write(file.body())
		})
	}
}

// nullable says of fields that hold another shape or null that they may be null,
// which huma does not.
func nullable(registry huma.Registry) {
	for name, schema := range registry.Map() {
		of := registry.TypeFromRef("#/components/schemas/" + name)
		if of == nil || of.Kind() != reflect.Struct {
			continue
		}
		for _, f := range reflect.VisibleFields(of) {
			field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			property := schema.Properties[field]
			if f.Type.Kind() == reflect.Pointer && property != nil && property.Ref != "" && options == "" {
				schema.Properties[field] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}}, Description: property.Description}
			}
		}
	}
}

// Describe is the description of the API in OpenAPI 3.1.
func (a *API) Describe() []byte { return a.describe() }

// manual is what the page shows.
type manual struct {
	Prefix, Version, Description string
	Chapters                     []chapter
	Shapes                       []shape
}

// chapter is the operations of one tag.
type chapter struct {
	Title      string
	Operations []entry
}

// entry is one operation.
type entry struct {
	ID, Method, Path, Summary, Description string
	Parameters                             []parameter
	Takes, Answers                         []content
	Example                                string
}

type parameter struct {
	Name, In, Kind, Doc string
	Required            bool
}

// content is a body: its type, and the shape that it has.
type content struct{ Status, Kind, Shape, Words string }

// shape is what an object has.
type shape struct {
	Name   string
	Fields []field
}

type field struct{ Name, Kind, Shape, Doc string }

func (a *API) manual() manual {
	description := a.huma.OpenAPI()
	m := manual{Prefix: Prefix, Version: a.opts.Version, Description: description.Info.Description}
	for path, item := range description.Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PATCH": item.Patch, "DELETE": item.Delete} {
			if op == nil {
				continue
			}
			i := slices.IndexFunc(m.Chapters, func(c chapter) bool { return c.Title == op.Tags[0] })
			if i < 0 {
				i = len(m.Chapters)
				m.Chapters = append(m.Chapters, chapter{Title: op.Tags[0]})
			}
			m.Chapters[i].Operations = append(m.Chapters[i].Operations, entryOf(method, path, op))
		}
	}
	slices.SortFunc(m.Chapters, func(a, b chapter) int { return strings.Compare(a.Title, b.Title) })
	for _, c := range m.Chapters {
		slices.SortFunc(c.Operations, func(a, b entry) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
		})
	}
	for name, schema := range description.Components.Schemas.Map() {
		m.Shapes = append(m.Shapes, shape{name, fieldsOf(schema)})
	}
	slices.SortFunc(m.Shapes, func(a, b shape) int { return strings.Compare(a.Name, b.Name) })
	return m
}

func entryOf(method, path string, op *huma.Operation) entry {
	e := entry{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: op.Description}
	for _, p := range op.Parameters {
		kind, _ := kindOf(p.Schema)
		doc := cmp.Or(p.Description, p.Schema.Description)
		if len(p.Schema.Enum) > 0 {
			var choices []string
			for _, choice := range p.Schema.Enum {
				if words, ok := choice.(string); ok {
					choices = append(choices, words)
				}
			}
			doc = strings.TrimSpace(doc + " One of " + strings.Join(choices, ", ") + ".")
		}
		e.Parameters = append(e.Parameters, parameter{p.Name, p.In, kind, doc, p.Required})
	}
	if op.RequestBody != nil {
		e.Takes = contentsOf("", op.RequestBody.Content, "")
	}
	for status, response := range op.Responses {
		if status[0] == '2' {
			e.Answers = append(e.Answers, contentsOf(status, response.Content, response.Description)...)
		}
	}
	e.Example = example(method, path, op)
	return e
}

func contentsOf(status string, kinds map[string]*huma.MediaType, words string) []content {
	var found []content
	for kind, media := range kinds {
		_, shape := kindOf(media.Schema)
		found = append(found, content{status, kind, shape, words})
	}
	slices.SortFunc(found, func(a, b content) int { return strings.Compare(a.Kind, b.Kind) })
	return found
}

// example is a command that asks.
func example(method, path string, op *huma.Operation) string {
	var out strings.Builder
	out.WriteString("curl -H 'Authorization: Bearer tocsin_…' ")
	if method != http.MethodGet {
		out.WriteString("-X " + method + " ")
	}
	if op.RequestBody != nil {
		out.WriteString("-H 'Content-Type: application/json' -d @body.json ")
	}
	out.WriteString("'https://tocsin.example" + Prefix + path + "'")
	return out.String()
}

// kindOf puts a schema into a word, and names the shape that it refers to.
func kindOf(s *huma.Schema) (kind, shape string) {
	switch {
	case s == nil:
		return "any", ""
	case len(s.AnyOf) == 2:
		kind, shape := kindOf(s.AnyOf[0])
		return kind + " or null", shape
	case s.Ref != "":
		name := s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
		return name, name
	case s.Type == huma.TypeArray:
		kind, shape := kindOf(s.Items)
		return "list of " + kind, shape
	case s.Type == "":
		return "any", ""
	}
	kind = s.Type
	if s.Format != "" && s.Format != "int64" && s.Format != "double" {
		kind = s.Format
	}
	if s.Nullable {
		kind += " or null"
	}
	return kind, ""
}

func fieldsOf(s *huma.Schema) []field {
	var fields []field
	for name, property := range s.Properties {
		kind, shape := kindOf(property)
		fields = append(fields, field{name, kind, shape, property.Description})
	}
	slices.SortFunc(fields, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	return fields
}
