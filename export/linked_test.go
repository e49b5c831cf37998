package export

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"tocsin"
)

// checkSchema checks JSON against a schema of this package.
func checkSchema(t *testing.T, schema, document string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	if err := jsonschema.NewCompiler().MustCompile("schema/" + schema).Validate(value); err != nil {
		t.Errorf("%v\n%s", err, document)
	}
}

// The schemas must be able to fail: none of these may go missing.
func TestLinkedSchemasRefuseWhatIsMissing(t *testing.T) {
	whole := map[string]string{}
	written, _ := bulked(t, "annotation", "", harbour(t))
	whole["annotation"], _, _ = strings.Cut(written, "\n")
	whole["stix"], _ = bulked(t, "stix", "", harbour(t))
	whole["geojson"], _ = bulked(t, "geojson", "", harbour(t))
	for name, cuts := range map[string][]string{
		"annotation": {`"motivation":"describing",`, `"type":"Annotation",`, `"end":`, `"exact":`},
		"stix":       {`"spec_version":"2.1",`, `"content":`, `"published":`, `"identity_class":`, `"country":"MD"`},
		"geojson":    {`"type":"Feature",`, `"coordinates":`, `"category":`},
	} {
		for _, cut := range cuts {
			// A property that has no value of its own to cut gets another name.
			broken := strings.ReplaceAll(whole[name], cut, "")
			if strings.HasSuffix(cut, ":") {
				broken = strings.ReplaceAll(whole[name], cut, `"not`+cut[1:])
			} else if !strings.HasSuffix(cut, ",") {
				broken = strings.ReplaceAll(whole[name], cut, `"notcountry":"MD"`)
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
			if err != nil || broken == whole[name] {
				t.Fatalf("%s: %v without %s", name, err, cut)
			}
			if jsonschema.NewCompiler().MustCompile("schema/"+name+".schema.json").Validate(value) == nil {
				t.Errorf("%s passes without %s", name, cut)
			}
		}
	}
}

func decoded[T any](t *testing.T, document string) T {
	t.Helper()
	var value T
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestAnnotationsKeepTheirSchema(t *testing.T) {
	written, report := bulked(t, "annotation", "", harbour(t), sample(t), hostile(attack), hostile("http://x.example/a b?c=<d>|{e}^`\\"))
	lines := 0
	for line := range strings.Lines(written) {
		checkSchema(t, "annotation.schema.json", line)
		lines++
	}
	if lines != report.Rows {
		t.Errorf("%d lines, and the report says %d", lines, report.Rows)
	}
}

// Both selectors must choose the same words of the text, and what stands
// around the quotation must be what stands there.
func TestAnnotationsSelectTheirWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\u2028北🚢é"))).Draw(t, "text")
		runes := []rune(text)
		start := rapid.IntRange(0, len(runes)).Draw(t, "start")
		end := rapid.IntRange(start, len(runes)).Draw(t, "end")
		from, to := len(string(runes[:start])), len(string(runes[:end]))
		target := newReading(tocsin.Findings{Article: tocsin.Article{Text: text}}).target(tocsin.Span{Start: from, End: to})
		quote, position := target.Selector[0], target.Selector[1]
		if *position.Start != start || *position.End != end || *quote.Exact != string(runes[start:end]) {
			t.Fatalf("%+v", target)
		}
		if *quote.Prefix != string(runes[max(0, start-around):start]) || *quote.Suffix != string(runes[end:min(len(runes), end+around)]) {
			t.Fatalf("%q %q", *quote.Prefix, *quote.Suffix)
		}
	})
}

func TestAnnotationOfAClaim(t *testing.T) {
	written, report := bulked(t, "annotation", "", harbour(t))
	lines := strings.Split(written, "\n")
	claim := decoded[annotationJSON](t, lines[1])
	if diff := cmp.Diff([]bodyJSON{
		{Type: "TextualBody", Purpose: "describing", Value: "source: Olha Rudenko, Mayor, UKR; cue: told; to: reporters", Format: "text/plain"},
		{Type: "TextualBody", Purpose: "tagging", Value: "commit", Format: "text/plain"},
		{Type: "TextualBody", Purpose: "tagging", Value: "direct", Format: "text/plain"},
		{Type: "TextualBody", Purpose: "tagging", Value: "certain", Format: "text/plain"},
		{Type: "SpecificResource", Purpose: "linking", Source: "urn:tocsin:finding:harbour-1:c1"},
		{Type: "SpecificResource", Purpose: "linking", Source: "urn:tocsin:finding:harbour-1:c9"},
	}, claim.Body); diff != "" {
		t.Error(diff)
	}
	if claim.ID != "urn:tocsin:finding:harbour-1:c2" || len(claim.Target) != 2 || claim.Target[1].Source != "https://www.courier.example/odesa?x=1" || *claim.Target[1].Selector[0].Exact != "whatever comes" {
		t.Errorf("%+v", claim)
	}
	if diff := cmp.Diff(map[string]int{leftRules: 18, leftActors: 4, leftParts: 1, leftWithinAnn: 1, leftCoords: 2}, report.Left); diff != "" {
		t.Error(diff)
	}
}

type stixObject struct {
	Type        string   `json:"type"`
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Content     string   `json:"content"`
	ObjectRefs  []string `json:"object_refs"`
	CreatedBy   string   `json:"created_by_ref"`
	Labels      []string `json:"labels"`
	Created     string   `json:"created"`
	Country     string   `json:"country"`
	Sectors     []string `json:"sectors"`
	Class       string   `json:"identity_class"`
	Authors     []string `json:"authors"`
	Publication string   `json:"published"`
}

type stixBundle struct {
	ID      string       `json:"id"`
	Objects []stixObject `json:"objects"`
}

func TestSTIXKeepsItsSchema(t *testing.T) {
	for name, findings := range map[string][]tocsin.Findings{
		"empty": nil, "full": {harbour(t), sample(t)}, "hostile": {hostile(attack)}, "bare": {{Article: tocsin.Article{ID: "b", Outlet: "The Courier"}}},
	} {
		written, report := bulked(t, "stix", "", findings...)
		checkSchema(t, "stix.schema.json", written)
		if objects := decoded[stixBundle](t, written).Objects; len(objects) != report.Rows {
			t.Errorf("%s: %d objects, and the report says %d", name, len(objects), report.Rows)
		}
	}
}

// Every name that an object gives must be that of one in the bundle, and no
// two may have the same.
func TestSTIXReferences(t *testing.T) {
	again := harbour(t)
	again.Article.ID, again.Article.Title = "harbour-2", "The same of another article"
	for i := range again.Actors {
		again.Actors[i].ID += "-again"
	}
	written, _ := bulked(t, "stix", "", harbour(t), again, harbour(t), sample(t))
	objects := map[string]stixObject{}
	count := map[string]int{}
	for _, object := range decoded[stixBundle](t, written).Objects {
		if _, twice := objects[object.ID]; twice || !strings.HasPrefix(object.ID, object.Type+"--") {
			t.Errorf("%s stands there twice, or under a wrong name", object.ID)
		}
		objects[object.ID] = object
		count[object.Type]++
	}
	for _, object := range objects {
		for _, ref := range append(object.ObjectRefs, nonEmpty(object.CreatedBy)...) {
			if _, there := objects[ref]; !there {
				t.Errorf("%s names %s, which is not there", object.ID, ref)
			}
		}
	}
	// Two outlets; four actors twice and five; the places are Odesa, Texas and
	// Moldova of the one text, and of the other none in a country that is.
	if diff := cmp.Diff(map[string]int{"report": 3, "note": 2 + 2 + 8, "identity": 2 + 4 + 4 + 5, "location": 3 + 1}, count); diff != "" {
		t.Error(diff)
	}
}

func TestSTIXObjects(t *testing.T) {
	written, report := bulked(t, "stix", "", harbour(t))
	for _, object := range decoded[stixBundle](t, written).Objects {
		switch {
		case object.Content == "We stay … whatever comes":
			want := []string{"act:commit", "form:direct", "certainty:certain", `admiralty-scale:source-reliability="f"`, `admiralty-scale:information-credibility="6"`}
			if diff := cmp.Diff(want, object.Labels) + cmp.Diff([]string{"Olha Rudenko"}, object.Authors); diff != "" || len(object.ObjectRefs) != 2 {
				t.Errorf("%s %v", diff, object.ObjectRefs)
			}
		case object.Name == "Russian artillery":
			if object.Class != "group" || !cmp.Equal(object.Sectors, []string{"defense"}) || !cmp.Equal(object.Labels, []string{"kind:armed_group", "sector:MIL", "country:RUS"}) {
				t.Errorf("%+v", object)
			}
		case object.Name == "Moldova":
			if object.Country != "MD" {
				t.Errorf("%+v", object)
			}
		case object.Type == "report":
			if object.Name != "Harbour shelled; thirty hurt" || object.Publication != "2022-10-17T23:30:00.250Z" || object.Created != object.Publication || object.CreatedBy == "" {
				t.Errorf("%+v", object)
			}
		}
	}
	if diff := cmp.Diff(map[string]int{
		leftSTIXEvents: 5, leftSTIXTimes: 5, leftSTIXFigures: 2, leftSTIXSpans: 2, leftSTIXRefers: 1, leftSTIXNoPlace: 1, leftSTIXText: 1,
	}, report.Left); diff != "" {
		t.Error(diff)
	}
}

// RFC 9562 gives this example of a UUID of version 5, in another namespace.
func TestUUID5(t *testing.T) {
	was := stixNamespace
	defer func() { stixNamespace = was }()
	stixNamespace = [16]byte{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	if got := uuidText(uuid5("www.example.com")); got != "2ed6657d-e927-568b-95e1-2665a8aea6a2" {
		t.Error(got)
	}
}

func TestGeoJSONKeepsItsSchema(t *testing.T) {
	written, report := bulked(t, "geojson", "", harbour(t), sample(t), hostile(attack))
	checkSchema(t, "geojson.schema.json", written)
	collection := decoded[struct {
		Features []struct {
			ID         string         `json:"id"`
			Properties map[string]any `json:"properties"`
			Geometry   struct{ Coordinates []float64 }
		}
	}](t, written)
	if len(collection.Features) != 4 || report.Rows != 4 {
		t.Fatalf("%d features, and the report says %d", len(collection.Features), report.Rows)
	}
	first := collection.Features[0]
	if first.ID != "e1" || !cmp.Equal(first.Geometry.Coordinates, []float64{30.74383, 46.48572}) || first.Properties["by_source"] != "Ukrainian interior ministry" {
		t.Errorf("%+v", first)
	}
	_, report = bulked(t, "geojson", "", harbour(t))
	if diff := cmp.Diff(Report{3, map[string]int{leftNowhere: 2, leftOffMap: 13, leftUncounted: 2}}, report); diff != "" {
		t.Error(diff)
	}
}
