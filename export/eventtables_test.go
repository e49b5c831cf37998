package export

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin"
)

// checkTSV checks the columns of each row against patterns by their names, and
// returns the cells of each row by them.
func checkTSV(t *testing.T, written string, columns []string, patterns map[string]string) []map[string]string {
	t.Helper()
	var rows []map[string]string
	for line := range strings.Lines(written) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != len(columns) {
			t.Fatalf("%d columns, not %d, in %q", len(cells), len(columns), line)
		}
		row := map[string]string{}
		for i, name := range columns {
			row[name] = cells[i]
			pattern, known := patterns[name]
			if !known {
				t.Fatalf("no pattern for %s", name)
			}
			if !regexp.MustCompile(`^(?:` + pattern + `)$`).MatchString(cells[i]) {
				t.Errorf("%s is %q, which is not %s", name, cells[i], pattern)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func checkCells(t *testing.T, row, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if cell, there := row[name]; !there || cell != value {
			t.Errorf("%s is %q, not %q", name, cell, value)
		}
	}
}

// patternsOf merges patterns, each under its names with a prefix.
func patternsOf(groups ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, group := range groups {
		for name, pattern := range group {
			all[name] = pattern
		}
	}
	return all
}

func under(prefix string, patterns map[string]string) map[string]string {
	out := map[string]string{}
	for name, pattern := range patterns {
		out[prefix+name] = pattern
	}
	return out
}

const (
	anyWords  = `[^\t\n]*`
	decimals  = `(-?\d+(\.\d+)?)?`
	cameoType = `([A-Z]{3})?`
)

var (
	gdeltSide = map[string]string{"Code": `([A-Z]{3}){0,2}`, "Name": anyWords, "CountryCode": cameoType, "KnownGroupCode": "", "EthnicCode": "", "Religion1Code": "", "Religion2Code": "",
		"Type1Code": cameoType, "Type2Code": "", "Type3Code": ""}
	gdeltGeo = map[string]string{"Type": `[0-5]`, "FullName": anyWords, "CountryCode": `([A-Z]{2})?`, "ADM1Code": `([A-Z]{2}([A-Z0-9]{2})?)?`, "ADM2Code": "", "Lat": decimals, "Long": decimals,
		"FeatureID": `([A-Z]{2}([A-Z0-9]{2})?)?`}
	gdeltPatterns = patternsOf(map[string]string{
		"GLOBALEVENTID": `[1-9]\d{0,18}`, "SQLDATE": `\d{8}`, "MonthYear": `\d{6}`, "Year": `\d{4}`, "FractionDate": `\d{4}\.\d{4}`,
		"IsRootEvent": `[01]`, "EventCode": `[01]\d\d\d?|20\d\d?`, "EventBaseCode": `[012]\d\d`, "EventRootCode": `0[1-9]|1\d|20`, "QuadClass": `[1-4]`, "GoldsteinScale": `-?\d+\.\d`,
		"NumMentions": "1", "NumSources": "1", "NumArticles": "1", "AvgTone": "", "DATEADDED": "20221020060504", "SOURCEURL": anyWords,
	}, under("Actor1", gdeltSide), under("Actor2", gdeltSide), under("Actor1Geo_", gdeltGeo), under("Actor2Geo_", gdeltGeo), under("ActionGeo_", gdeltGeo))
)

func TestGDELTColumns(t *testing.T) {
	if len(gdeltColumns) != 61 || gdeltColumns[15] != "Actor2Code" || gdeltColumns[26] != "EventCode" || gdeltColumns[60] != "SOURCEURL" {
		t.Fatalf("%d columns: %s", len(gdeltColumns), gdeltColumns)
	}
	written, report := bulked(t, "gdelt", "", harbour(t), sample(t), hostile(attack))
	rows := checkTSV(t, written, gdeltColumns, gdeltPatterns)
	if len(rows) != report.Rows {
		t.Errorf("%d rows, and the report says %d", len(rows), report.Rows)
	}
}

func TestGDELTRows(t *testing.T) {
	written, report := bulked(t, "gdelt", "", harbour(t))
	rows := checkTSV(t, written, gdeltColumns, gdeltPatterns)
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	checkCells(t, rows[0], map[string]string{
		"SQLDATE": "20221017", "MonthYear": "202210", "Year": "2022", "FractionDate": "2022.7863", "Actor1Code": "RUSMIL", "Actor1Name": "RUSSIAN ARTILLERY", "Actor1CountryCode": "RUS",
		"Actor1Type1Code": "MIL", "Actor2Code": "UKR", "Actor2CountryCode": "UKR", "IsRootEvent": "1", "EventCode": "194", "EventBaseCode": "194", "EventRootCode": "19", "QuadClass": "4",
		"GoldsteinScale": "-10.0", "ActionGeo_Type": "4", "ActionGeo_FullName": "Odesa, Odesa Oblast, Ukraine", "ActionGeo_CountryCode": "UP", "ActionGeo_Lat": "46.48572", "ActionGeo_Long": "30.74383",
		"Actor1Geo_Type": "0", "SOURCEURL": "https://www.courier.example/odesa?x=1",
	})
	checkCells(t, rows[1], map[string]string{
		"SQLDATE": "20221024", "Actor1Code": "DEU", "IsRootEvent": "0", "EventCode": "036", "EventRootCode": "03", "QuadClass": "1", "GoldsteinScale": "4.0",
		"ActionGeo_Type": "2", "ActionGeo_FullName": "Texas, United States", "ActionGeo_CountryCode": "US", "ActionGeo_ADM1Code": "USTX", "ActionGeo_FeatureID": "USTX",
	})
	checkCells(t, rows[2], map[string]string{"SQLDATE": "20221001", "EventCode": "141", "Actor1Type1Code": ""})
	if diff := cmp.Diff(map[string]int{
		leftClaims: 2, leftFigures: 2, leftNegated: 1, leftHypothetical: 1, leftAttribution: 1, leftTone: 3, leftActorGeo: 3, leftCountries: 1, leftType: 1, leftStretch: 2,
		leftADM1: 2, leftGeoNames: 3,
	}, report.Left); diff != "" {
		t.Error(diff)
	}
}

func TestGDELTWithoutDates(t *testing.T) {
	findings := harbour(t)
	findings.Events = []tocsin.Event{
		{ID: "e1", Category: tocsin.Aid, Status: tocsin.Actual}, {ID: "e2", Category: tocsin.Assault, Status: tocsin.Planned}, {ID: "e3", Category: "WAR", Status: tocsin.Actual},
	}
	written, report := bulked(t, "gdelt", "", findings)
	rows := checkTSV(t, written, gdeltColumns, gdeltPatterns)
	if len(rows) != 1 || rows[0]["SQLDATE"] != "20221017" { // the day of publication in UTC
		t.Errorf("%v", rows)
	}
	if report.Left[leftPublished] != 1 || report.Left[leftPlanned] != 1 || report.Left[leftCategory] != 1 {
		t.Errorf("%v", report.Left)
	}
	findings.Article.Published = tocsin.Article{}.Published
	if written, report = bulked(t, "gdelt", "", findings); written != "" || report.Left[leftNoDate] != 1 {
		t.Errorf("%q %v", written, report.Left)
	}
}

// modesOfPLOVER are the modes of PLOVER 2.0.
var modesOfPLOVER = map[tocsin.Category]string{
	tocsin.Agree: "", tocsin.Support: "", tocsin.Concede: "", tocsin.Cooperate: "", tocsin.Aid: "",
	tocsin.Consult: "visit third-party multilateral phone", tocsin.Retreat: "withdraw release disarm ceasefire access resign",
	tocsin.Request: "assist change yield meet", tocsin.Reject: "assist change yield meet", tocsin.AccuseOf: "disapprove investigate allege",
	tocsin.Threat: "restrict arrest relations expel territory violence", tocsin.Protest: "demo riot strike hunger boycott obstruct vandalize",
	tocsin.Sanction: "convict expel withdraw discontinue", tocsin.Mobilize: "troops weapons police militia",
	tocsin.Coerce:  "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
	tocsin.Assault: "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional",
}

func TestEveryModeHasACode(t *testing.T) {
	for _, category := range categories {
		if quadCodes[category] == "" {
			t.Errorf("%s has no quad code", category)
		}
		for _, mode := range append(strings.Fields(modesOfPLOVER[category]), "") {
			rule, ok := cameo(tocsin.Event{Category: category, Mode: mode, Status: tocsin.Actual})
			if !ok || goldstein[rule.code] == "" {
				t.Errorf("%s %s has the code %q and the Goldstein value %q", category, mode, rule.code, goldstein[rule.code])
			}
		}
	}
}

// Each rule must be in reach, name a mode that there is, and have a reason.
func TestCAMEORules(t *testing.T) {
	for i, rule := range cameoRules {
		event := tocsin.Event{Category: rule.category, Mode: rule.mode, Status: rule.status}
		if rule.context != "" {
			event.Contexts = []string{rule.context}
		}
		if first := slices.IndexFunc(cameoRules, func(r cameoRule) bool { return r.agrees(event) }); first != i {
			t.Errorf("rule %d, %+v, is never reached: %d comes first", i, rule, first)
		}
		if !slices.Contains(append(strings.Fields(modesOfPLOVER[rule.category]), ""), rule.mode) || rule.why == "" || goldstein[rule.code] == "" {
			t.Errorf("%+v", rule)
		}
		quad := map[string]string{"1": "VERBAL COOPERATION", "2": "MATERIAL COOPERATION", "3": "VERBAL CONFLICT", "4": "MATERIAL CONFLICT"}[quadClass(rule.code[:2])]
		// Verdicts are words to CAMEO and deeds to PLOVER; a plan is words.
		if quad != quadCodes[rule.category] && rule.status != tocsin.Planned && rule.mode != "convict" && rule.category != tocsin.Concede {
			t.Errorf("%+v is %s to GDELT", rule, quad)
		}
	}
}

func TestEventNumbers(t *testing.T) {
	seen := map[string]bool{}
	for i := range 1000 {
		number := eventNumber("a", "e"+strconv.Itoa(i))
		if n, err := strconv.ParseInt(number, 10, 64); err != nil || n <= 0 || seen[number] {
			t.Errorf("%s: %v", number, err)
		}
		seen[number] = true
	}
}

var gkgPatterns = func() map[string]string {
	const place = `[0-5]#[^#;]*#([A-Z]{2})?#([A-Z]{2}([A-Z0-9]{2})?)?#`
	const point = `#?` + decimals + `#` + decimals + `#([A-Z]{2}([A-Z0-9]{2})?)?`
	list := func(block string) string { return `(` + block + `(;` + block + `)*)?` }
	patterns := map[string]string{
		"GKGRECORDID": `20221020060504-[1-9]\d*`, "V2.1DATE": `\d{14}`, "V2SOURCECOLLECTIONIDENTIFIER": `[12]`, "V2SOURCECOMMONNAME": anyWords, "V2DOCUMENTIDENTIFIER": `[^\t\n]+`,
		"V1LOCATIONS": list(place + point), "V2ENHANCEDLOCATIONS": list(place + point + `#\d+`),
		"V1PERSONS": list(`[^;,#]*`), "V2ENHANCEDPERSONS": list(`[^;,#]*,\d+`), "V1ORGANIZATIONS": list(`[^;,#]*`), "V2ENHANCEDORGANIZATIONS": list(`[^;,#]*,\d+`),
		"V2.1ENHANCEDDATES": list(`(1#0#0|2#([1-9]|1[0-2])#0|3#([1-9]|1[0-2])#([1-9]|[12]\d|3[01]))#\d{4}#\d+`),
		"V2.1QUOTATIONS":    `(\d+\|\d+\|[^|#]*\|[^|#]*(#\d+\|\d+\|[^|#]*\|[^|#]*)*)?`, "V2.1ALLNAMES": list(`[^;,#]*,\d+`), "V2.1AMOUNTS": list(`-?\d+(\.\d+)?,[^;,]*,\d+`),
		"V2EXTRASXML": `(<PAGE_AUTHORS>[^<>]*</PAGE_AUTHORS>)?(<PAGE_TITLE>[^<>]*</PAGE_TITLE>)?(<PAGE_PRECISEPUBTIMESTAMP>\d{14}</PAGE_PRECISEPUBTIMESTAMP>)?`,
	}
	for _, name := range gkgColumns {
		if _, known := patterns[name]; !known {
			patterns[name] = "" // is not measured
		}
	}
	return patterns
}()

func TestGKGColumns(t *testing.T) {
	if len(gkgColumns) != 27 || gkgColumns[22] != "V2.1QUOTATIONS" {
		t.Fatalf("%d columns", len(gkgColumns))
	}
	delimiters := hostile("a|b#c;d,e <f> \t\x1b[0m")
	delimiters.Claims[0].Form = tocsin.Direct
	delimiters.Actors = []tocsin.Actor{{ID: "a", Kind: tocsin.Person, Name: "a|b#c;d,e", Mentions: []tocsin.Span{{End: 1}}}}
	one := 1.0
	delimiters.Quantities[0].Value = &one
	written, report := bulked(t, "quotations", "", harbour(t), sample(t), hostile(attack), delimiters)
	if rows := checkTSV(t, written, gkgColumns, gkgPatterns); len(rows) != 4 || report.Rows != 4 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestGKGRow(t *testing.T) {
	written, report := bulked(t, "quotations", "", harbour(t))
	row := checkTSV(t, written, gkgColumns, gkgPatterns)[0]
	at := func(words string) string {
		return strconv.Itoa(len([]rune(harbourText[:strings.Index(harbourText, words)])))
	}
	checkCells(t, row, map[string]string{
		"GKGRECORDID": "20221020060504-1", "V2.1DATE": "20221017233000", "V2SOURCECOLLECTIONIDENTIFIER": "1", "V2SOURCECOMMONNAME": "courier.example", "V2DOCUMENTIDENTIFIER": "https://www.courier.example/odesa?x=1",
		"V2.1QUOTATIONS": at("We stay") + "|7|told|We stay#" + at("whatever") + "|14|told|whatever comes",
		"V1PERSONS":      "Olha Rudenko", "V2ENHANCEDPERSONS": "Olha Rudenko," + at("Mayor") + ";Olha Rudenko," + at("We stay"),
		"V1ORGANIZATIONS":   "Russian artillery;Ukrainian interior ministry",
		"V1LOCATIONS":       "4#Odesa, Odesa Oblast, Ukraine#UP##46.48572#30.74383#;2#Texas, United States#US#USTX#31.25044#-99.25061#USTX;1#Moldova#MD#MD###MD;4#the border#####",
		"V2.1ENHANCEDDATES": "3#10#17#2022#" + at("early") + ";1#0#0#2023#" + at("2023") + ";2#10#0#2022#" + at("October."), "V2.1AMOUNTS": "30,people," + at("some 30"),
		"V2EXTRASXML": "<PAGE_AUTHORS>A. Writer;B; Writer</PAGE_AUTHORS><PAGE_TITLE>Harbour shelled; thirty hurt</PAGE_TITLE><PAGE_PRECISEPUBTIMESTAMP>20221017233000</PAGE_PRECISEPUBTIMESTAMP>",
	})
	if diff := cmp.Diff(map[string]int{
		leftNotQuoted: 1, leftSpeaker: 1, leftGKGEvents: 5, leftGKGActors: 1, leftGKGTimes: 2, leftVague: 1, leftBound: 1, leftGKGTone: 1, leftADM1: 1, leftGeoNames: 2, leftNoPoint: 2,
	}, report.Left); diff != "" {
		t.Error(diff)
	}
}

var polecatPatterns = func() map[string]string {
	side := func(who string) map[string]string {
		return map[string]string{
			who + " Name": anyWords, who + " Country": `([A-Z]{3}(; [A-Z]{3})*)?`, who + " COW": `(\d{1,3}(; \d{1,3})*)?`, "Primary " + who + " Sector": cameoType, who + " Sectors": cameoType,
			who + " Title": anyWords, who + " Name Raw": anyWords, "Wikipedia " + who + " ID": "",
		}
	}
	return patternsOf(side("Actor"), side("Recipient"), map[string]string{
		"Event ID": `\S+`, "Event Date": `(\d{4}-\d{2}-\d{2})?`, "Event Type": `[A-Z]+`, "Event Mode": `[a-z-]*`, "Intensity": "", "Quad Code": `(VERBAL|MATERIAL) (COOPERATION|CONFLICT)`,
		"Contexts": `([a-z_]+(; [a-z_]+)*)?`, "Placename": anyWords, "City": anyWords, "District": "", "Province": anyWords, "Country": `([A-Z]{3})?`, "Latitude": decimals, "Longitude": decimals,
		"GeoNames ID": `\d*`, "Raw Placename": anyWords, "Feature Type": `[A-Z0-9]*`, "Source": anyWords, "Publication Date": `(\d{4}-\d{2}-\d{2})?`,
		"Story People": anyWords, "Story Organizations": anyWords, "Story Locations": anyWords, "Language": `([a-z]{2})?`, "Version": anyWords,
	})
}()

func TestPOLECATColumns(t *testing.T) {
	if len(polecatColumns) != 40 {
		t.Fatalf("%d columns", len(polecatColumns))
	}
	written, report := bulked(t, "polecat", "", harbour(t), sample(t), hostile(attack))
	header, body, _ := strings.Cut(written, "\n")
	if diff := cmp.Diff(polecatColumns, strings.Split(header, "\t")); diff != "" {
		t.Error(diff)
	}
	if rows := checkTSV(t, body, polecatColumns, polecatPatterns); len(rows) != report.Rows || len(rows) != 4 {
		t.Errorf("%d rows, and the report says %d", len(rows), report.Rows)
	}
}

func TestPOLECATRow(t *testing.T) {
	written, report := bulked(t, "polecat", "", harbour(t))
	_, body, _ := strings.Cut(written, "\n")
	row := checkTSV(t, body, polecatColumns, polecatPatterns)[0]
	checkCells(t, row, map[string]string{
		"Event ID": "e1", "Event Date": "2022-10-17", "Event Type": "ASSAULT", "Event Mode": "heavy-weapons", "Quad Code": "MATERIAL CONFLICT", "Contexts": "military; territory",
		"Actor Name": "Russian artillery", "Actor Country": "RUS", "Actor COW": "365", "Primary Actor Sector": "MIL", "Actor Name Raw": "Russian artillery", "Recipient Country": "UKR", "Recipient COW": "369",
		"Placename": "Odesa", "City": "Odesa", "Province": "Odesa Oblast", "Country": "UKR", "Latitude": "46.48572", "GeoNames ID": "698740", "Raw Placename": "Odesa", "Feature Type": "PPLA",
		"Source": "The Courier", "Publication Date": "2022-10-17", "Story People": "Olha Rudenko", "Story Organizations": "Russian artillery; Ukrainian interior ministry",
		"Story Locations": "Odesa; Texas; Moldova; the border", "Language": "en", "Version": "1.2",
	})
	if diff := cmp.Diff(map[string]int{
		leftClaims: 2, leftFigures: 2, leftNegated: 1, leftHypothetical: 1, leftPlanned: 1, leftAttribution: 1, leftIntensity: 2, leftWikipedia: 2, leftStretch: 1,
	}, report.Left); diff != "" {
		t.Error(diff)
	}
}
