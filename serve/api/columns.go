package api

import "encoding/json"

// The records of findings, as the command line prints them. They are written by
// package export; these types only describe them, and a test holds the two
// against each other.

// ArticleRow is an article, with how much was read in it.
type ArticleRow struct {
	ID         string  `json:"id"`
	URL        string  `json:"url"`
	Outlet     string  `json:"outlet"`
	Title      string  `json:"title"`
	Authors    string  `json:"authors" doc:"Parted by semicolons."`
	Published  *string `json:"published" format:"date-time"`
	Language   string  `json:"language" doc:"ISO 639-1."`
	Revises    string  `json:"revises" doc:"The article that this one replaces."`
	Characters int     `json:"characters"`
	Actors     int     `json:"actors"`
	Claims     int     `json:"claims"`
	Events     int     `json:"events"`
	Figures    int     `json:"figures"`
	Places     int     `json:"places"`
	Times      int     `json:"times"`
	Notes      string  `json:"notes"`
	Reader     string  `json:"reader"`
	Model      string  `json:"model"`
}

// Found is what every finding says of the article that it was found in.
type Found struct {
	ID        string  `json:"id"`
	Article   string  `json:"article"`
	URL       string  `json:"url"`
	Outlet    string  `json:"outlet"`
	Title     string  `json:"title"`
	Published *string `json:"published" format:"date-time"`
}

// ClaimRow is a claim: a source, a cue and content.
type ClaimRow struct {
	Found
	Source        string   `json:"source" doc:"Canonical name; empty where nobody is named."`
	SourceActor   string   `json:"source_actor"`
	SourceRole    string   `json:"source_role"`
	SourceCountry string   `json:"source_country" doc:"ISO 3166 alpha-3."`
	SourceKind    string   `json:"source_kind"`
	SourceText    string   `json:"source_text"`
	SourceStart   *int     `json:"source_start"`
	SourceEnd     *int     `json:"source_end"`
	Cue           string   `json:"cue"`
	CueLemma      string   `json:"cue_lemma"`
	CueStart      *int     `json:"cue_start"`
	CueEnd        *int     `json:"cue_end"`
	Content       string   `json:"content"`
	ContentSpans  string   `json:"content_spans" doc:"As 5-9;20-31."`
	Form          string   `json:"form" enum:"direct,indirect,mixed"`
	Act           string   `json:"act" enum:"assert,deny,accuse,demand,commit,threaten,warn,believe"`
	Certainty     string   `json:"certainty" enum:"certain,probable,possible,"`
	SaidWhen      string   `json:"said_when"`
	SaidPlace     string   `json:"said_place"`
	SaidTo        string   `json:"said_to"`
	Within        string   `json:"within" doc:"The claim whose content holds this one."`
	Denies        string   `json:"denies"`
	Rule          string   `json:"rule"`
	Score         *float64 `json:"score"`
	Start         *int     `json:"start"`
	End           *int     `json:"end"`
	Reader        string   `json:"reader"`
}

// EventRow is an event in PLOVER 2.0.
type EventRow struct {
	Found
	Trigger          string   `json:"trigger"`
	Category         string   `json:"category"`
	Mode             string   `json:"mode"`
	Status           string   `json:"status" enum:"actual,planned,hypothetical,negated"`
	Contexts         string   `json:"contexts"`
	Actor            string   `json:"actor"`
	ActorName        string   `json:"actor_name"`
	ActorCountry     string   `json:"actor_country"`
	Recipient        string   `json:"recipient"`
	RecipientName    string   `json:"recipient_name"`
	RecipientCountry string   `json:"recipient_country"`
	Place            string   `json:"place"`
	PlaceName        string   `json:"place_name"`
	PlaceGeoNames    *int     `json:"place_geonames"`
	PlaceLat         *float64 `json:"place_lat"`
	PlaceLon         *float64 `json:"place_lon"`
	PlaceCountry     string   `json:"place_country"`
	When             string   `json:"when"`
	Date             string   `json:"date" doc:"A TIMEX3 value, as precise as the text allows."`
	FirstDay         *string  `json:"first_day"`
	LastDay          *string  `json:"last_day"`
	By               string   `json:"by" doc:"The claim that asserts it; empty where the outlet does."`
	BySource         string   `json:"by_source"`
	Rule             string   `json:"rule"`
	Score            *float64 `json:"score"`
	Start            *int     `json:"start"`
	End              *int     `json:"end"`
	Reader           string   `json:"reader"`
}

// FigureRow is a figure with its hedge, its unit and what it counts.
type FigureRow struct {
	Found
	Text     string   `json:"text"`
	Value    *float64 `json:"value" doc:"Null where vague."`
	High     *float64 `json:"high" doc:"The upper end of a range."`
	Bound    string   `json:"bound" enum:"exact,about,less,more,at_most,at_least,range"`
	Unit     string   `json:"unit"`
	Of       string   `json:"of" doc:"What is counted."`
	By       string   `json:"by"`
	BySource string   `json:"by_source"`
	Context  string   `json:"context"`
	Rule     string   `json:"rule"`
	Start    *int     `json:"start"`
	End      *int     `json:"end"`
	Reader   string   `json:"reader"`
}

// Findings is all that was read in one article: tocsin.findings/1.
type Findings struct {
	Schema     string           `json:"schema" enum:"tocsin.findings/1"`
	Reader     map[string]any   `json:"reader"`
	Article    map[string]any   `json:"article"`
	Actors     []map[string]any `json:"actors"`
	Claims     []map[string]any `json:"claims"`
	Events     []map[string]any `json:"events"`
	Whens      []map[string]any `json:"whens"`
	Places     []map[string]any `json:"places"`
	Quantities []map[string]any `json:"quantities"`
	Notes      []string         `json:"notes"`
}

// raw is JSON that is made elsewhere.
type raw = json.RawMessage
