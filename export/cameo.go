package export

import (
	"slices"

	"tocsin"
)

// cameoRule says which code of CAMEO (the Conflict and Mediation Event
// Observations codebook, 1.1b3, that GDELT uses) stands for an event of PLOVER.
// The first rule whose fields all agree holds; an empty mode or context agrees
// with any, and so does an empty status with one that is not Planned.
type cameoRule struct {
	category tocsin.Category
	mode     string
	context  string // the event has it
	status   tocsin.Status
	code     string
	why      string // in the words of CAMEO, or why no nearer code was taken
}

// cameoRules follow the crosswalk that PLOVER's authors published
// (CAMEO2PLOVER-2021.txt), the other way round. Where several codes became one
// mode, the most general of them is taken.
var cameoRules = []cameoRule{
	// What is only planned: CAMEO has codes of intent for cooperation alone.
	{tocsin.Agree, "", "", tocsin.Planned, "030", "express intent to cooperate"},
	{tocsin.Consult, "", "", tocsin.Planned, "036", "express intent to meet or negotiate"},
	{tocsin.Support, "", "", tocsin.Planned, "032", "express intent to engage in diplomatic cooperation"},
	{tocsin.Cooperate, "", "", tocsin.Planned, "031", "express intent to engage in material cooperation"},
	{tocsin.Aid, "", "", tocsin.Planned, "033", "express intent to provide material aid"},
	{tocsin.Concede, "", "", tocsin.Planned, "035", "express intent to yield"},
	{tocsin.Retreat, "", "", tocsin.Planned, "035", "express intent to yield"},

	{tocsin.Agree, "", "economic", "", "0311", "express intent to cooperate economically"},
	{tocsin.Agree, "", "intelligence", "", "0314", "express intent to cooperate on intelligence"},
	{tocsin.Agree, "", "military", "", "0312", "express intent to cooperate militarily"},
	{tocsin.Agree, "", "legal", "", "0313", "express intent to cooperate on judicial matters"},
	{tocsin.Agree, "", "", "", "030", "express intent to cooperate"},

	{tocsin.Consult, "phone", "", "", "041", "discuss by telephone"},
	{tocsin.Consult, "visit", "", "", "042", "make a visit"},
	{tocsin.Consult, "third-party", "", "", "044", "meet at a third location, as the crosswalk has it"},
	{tocsin.Consult, "", "", "", "040", "consult; CAMEO has no code for many sides"},

	{tocsin.Support, "", "", "", "050", "engage in diplomatic cooperation"},

	{tocsin.Cooperate, "", "economic", "", "061", "cooperate economically"},
	{tocsin.Cooperate, "", "intelligence", "", "064", "share intelligence or information"},
	{tocsin.Cooperate, "", "military", "", "062", "cooperate militarily"},
	{tocsin.Cooperate, "", "legal", "", "063", "engage in judicial cooperation"},
	{tocsin.Cooperate, "", "", "", "060", "engage in material cooperation"},

	{tocsin.Aid, "", "asylum", "", "075", "grant asylum"},
	{tocsin.Aid, "", "peacekeeping", "", "074", "provide military protection or peacekeeping"},
	{tocsin.Aid, "", "military", "", "072", "provide military aid"},
	{tocsin.Aid, "", "humanitarian", "", "073", "provide humanitarian aid"},
	{tocsin.Aid, "", "economic", "", "071", "provide economic aid"},
	{tocsin.Aid, "", "", "", "070", "provide aid"},

	{tocsin.Concede, "", "", "", "080", "yield"},

	{tocsin.Retreat, "ceasefire", "", "", "0871", "declare truce, ceasefire"},
	{tocsin.Retreat, "disarm", "", "", "0873", "demobilize armed forces"},
	{tocsin.Retreat, "withdraw", "", "", "087", "de-escalate military engagement; whether it was a defeat is not told"},
	{tocsin.Retreat, "access", "", "", "086", "allow international involvement"},
	{tocsin.Retreat, "release", "", "", "084", "return, release, of persons or property"},
	{tocsin.Retreat, "resign", "", "", "0831", "accede to demands for change in leadership"},
	{tocsin.Retreat, "", "", "", "080", "yield"},

	{tocsin.Request, "assist", "", "", "101", "demand material cooperation"},
	{tocsin.Request, "change", "", "", "104", "demand political reform"},
	{tocsin.Request, "yield", "", "", "105", "demand that target yields"},
	{tocsin.Request, "meet", "", "", "106", "demand meeting, negotiation"},
	{tocsin.Request, "", "", "", "100", "demand; PLOVER does not part appeals (02) from demands (10)"},

	{tocsin.Reject, "assist", "", "", "121", "reject material cooperation"},
	{tocsin.Reject, "change", "", "", "123", "reject request or demand for political reform"},
	{tocsin.Reject, "yield", "", "", "124", "refuse to yield"},
	{tocsin.Reject, "meet", "", "", "125", "reject proposal to meet, discuss, or negotiate"},
	{tocsin.Reject, "", "", "", "120", "reject"},

	{tocsin.AccuseOf, "disapprove", "", "", "111", "criticize or denounce"},
	{tocsin.AccuseOf, "investigate", "corruption", "", "091", "investigate crime, corruption"},
	{tocsin.AccuseOf, "investigate", "crime", "", "091", "investigate crime, corruption"},
	{tocsin.AccuseOf, "investigate", "human_rights", "", "092", "investigate human rights abuses"},
	{tocsin.AccuseOf, "investigate", "military", "", "093", "investigate military action"},
	{tocsin.AccuseOf, "investigate", "", "", "090", "investigate"},
	{tocsin.AccuseOf, "allege", "", "", "112", "accuse"},
	{tocsin.AccuseOf, "", "", "", "110", "disapprove"},

	{tocsin.Threat, "restrict", "", "", "132", "threaten with administrative sanctions"},
	{tocsin.Threat, "arrest", "", "", "132", "threaten with administrative sanctions; CAMEO has no code for arrests"},
	{tocsin.Threat, "relations", "", "", "1313", "threaten to reduce or break relations"},
	{tocsin.Threat, "expel", "", "", "136", "threaten to halt international involvement"},
	{tocsin.Threat, "territory", "", "", "1382", "threaten occupation"},
	{tocsin.Threat, "violence", "cbrn", "", "1385", "threaten attack with weapons of mass destruction"},
	{tocsin.Threat, "violence", "", "", "138", "threaten with military force"},
	{tocsin.Threat, "", "", "", "130", "threaten"},

	{tocsin.Protest, "demo", "", "", "141", "demonstrate or rally"},
	{tocsin.Protest, "hunger", "", "", "142", "conduct hunger strike"},
	{tocsin.Protest, "strike", "", "", "143", "conduct strike or boycott"},
	{tocsin.Protest, "boycott", "", "", "143", "conduct strike or boycott"},
	{tocsin.Protest, "obstruct", "", "", "144", "obstruct passage, block"},
	{tocsin.Protest, "riot", "", "", "145", "protest violently, riot"},
	{tocsin.Protest, "vandalize", "", "", "145", "protest violently, riot"},
	{tocsin.Protest, "", "", "", "140", "engage in political dissent"},

	{tocsin.Mobilize, "troops", "", "", "154", "mobilize or increase armed forces"},
	{tocsin.Mobilize, "weapons", "", "", "154", "mobilize or increase armed forces"},
	{tocsin.Mobilize, "militia", "", "", "154", "mobilize or increase armed forces"},
	{tocsin.Mobilize, "police", "", "", "153", "mobilize or increase police power"},
	{tocsin.Mobilize, "", "", "", "150", "exhibit military or police power"},

	{tocsin.Sanction, "convict", "", "", "116", "find guilty or liable (legally)"},
	{tocsin.Sanction, "expel", "", "", "166", "expel or withdraw"},
	{tocsin.Sanction, "withdraw", "", "", "161", "reduce or break diplomatic relations"},
	{tocsin.Sanction, "discontinue", "humanitarian", "", "1623", "reduce or stop humanitarian assistance"},
	{tocsin.Sanction, "discontinue", "", "", "162", "reduce or stop aid"},
	{tocsin.Sanction, "", "", "", "160", "reduce relations"},

	{tocsin.Coerce, "seize", "territory", "", "192", "occupy territory"},
	{tocsin.Coerce, "seize", "", "", "171", "seize or damage property"},
	{tocsin.Coerce, "restrict", "economic", "", "163", "impose embargo, boycott, or sanctions"},
	{tocsin.Coerce, "restrict", "", "", "172", "impose administrative sanctions"},
	{tocsin.Coerce, "censor", "", "", "1721", "impose restrictions on political freedoms"},
	{tocsin.Coerce, "curfew", "", "", "1723", "impose curfew"},
	{tocsin.Coerce, "martial-law", "", "", "1724", "impose state of emergency or martial law"},
	{tocsin.Coerce, "arrest", "", "", "173", "arrest, detain, or charge with legal action"},
	{tocsin.Coerce, "deport", "", "", "174", "expel or deport individuals"},
	{tocsin.Coerce, "", "", "", "170", "coerce; GDELT has no code for what is withheld, for misinformation and for cyberattacks"},

	{tocsin.Assault, "abduct", "", "", "181", "abduct, hijack, or take hostage"},
	{tocsin.Assault, "beat", "", "", "182", "physically assault"},
	{tocsin.Assault, "sexual", "", "", "1821", "sexually assault"},
	{tocsin.Assault, "torture", "", "", "1822", "torture"},
	{tocsin.Assault, "targeted", "", "", "186", "assassinate"},
	{tocsin.Assault, "destroy", "", "", "1712", "destroy property"},
	{tocsin.Assault, "explosives", "", "", "183", "conduct suicide, car, or other non-military bombing"},
	{tocsin.Assault, "suicide-attack", "", "", "1831", "carry out suicide bombing"},
	{tocsin.Assault, "firearms", "", "", "193", "fight with small arms and light weapons"},
	{tocsin.Assault, "heavy-weapons", "", "", "194", "fight with artillery and tanks"},
	{tocsin.Assault, "aerial", "", "", "195", "employ aerial weapons"},
	{tocsin.Assault, "drone", "", "", "195", "employ aerial weapons"},
	{tocsin.Assault, "crowd-control", "", "", "175", "use tactics of violent repression"},
	{tocsin.Assault, "unconventional", "", "", "204", "use weapons of mass destruction"},
	{tocsin.Assault, "", "military", "", "190", "use conventional military force"},
	{tocsin.Assault, "", "", "", "180", "use unconventional violence"},
}

// cameo finds an event's code. There is none for a category that is not of
// PLOVER, and none for a planned event that is no cooperation.
func cameo(event tocsin.Event) (cameoRule, bool) {
	for _, rule := range cameoRules {
		if rule.agrees(event) {
			return rule, true
		}
	}
	return cameoRule{}, false
}

func (r cameoRule) agrees(event tocsin.Event) bool {
	return r.category == event.Category &&
		(r.mode == "" || r.mode == event.Mode) &&
		(r.context == "" || slices.Contains(event.Contexts, r.context)) &&
		(r.status == tocsin.Planned) == (event.Status == tocsin.Planned)
}

// goldstein are the values of the Goldstein scale, -10…10: how much an event
// of a kind is thought to disturb or to settle relations between states. They
// are those that GDELT publishes by code (CAMEO.goldsteinscale.txt).
var goldstein = map[string]string{
	"030": "4.0", "031": "5.2", "0311": "5.2", "0312": "5.2", "0313": "5.2", "0314": "5.2", "032": "4.5", "033": "5.2", "035": "7.0", "036": "4.0",
	"040": "1.0", "041": "1.0", "042": "1.9", "044": "2.5",
	"050": "3.5",
	"060": "6.0", "061": "6.4", "062": "7.4", "063": "7.4", "064": "7.0",
	"070": "7.0", "071": "7.4", "072": "8.3", "073": "7.4", "074": "8.5", "075": "7.0",
	"080": "5.0", "0831": "5.0", "084": "7.0", "086": "9.0", "087": "9.0", "0871": "9.0", "0873": "9.0",
	"090": "-2.0", "091": "-2.0", "092": "-2.0", "093": "-2.0",
	"100": "-5.0", "101": "-5.0", "104": "-5.0", "105": "-5.0", "106": "-5.0",
	"110": "-2.0", "111": "-2.0", "112": "-2.0", "116": "-2.0",
	"120": "-4.0", "121": "-4.0", "123": "-4.0", "124": "-4.0", "125": "-5.0",
	"130": "-4.4", "1313": "-5.8", "132": "-5.8", "136": "-7.0", "138": "-7.0", "1382": "-7.0", "1385": "-7.0",
	"140": "-6.5", "141": "-6.5", "142": "-6.5", "143": "-6.5", "144": "-7.5", "145": "-7.5",
	"150": "-7.2", "153": "-7.2", "154": "-7.2",
	"160": "-4.0", "161": "-4.0", "162": "-5.6", "1623": "-5.6", "163": "-8.0", "166": "-7.0",
	"170": "-7.0", "171": "-9.2", "1712": "-9.2", "172": "-5.0", "1721": "-5.0", "1723": "-5.0", "1724": "-5.0", "173": "-5.0", "174": "-5.0", "175": "-9.0",
	"180": "-9.0", "181": "-9.0", "182": "-9.5", "1821": "-9.0", "1822": "-9.0", "183": "-10.0", "1831": "-10.0", "186": "-10.0",
	"190": "-10.0", "192": "-9.5", "193": "-10.0", "194": "-10.0", "195": "-10.0",
	"204": "-10.0",
}

// quadClass sums codes up by their root: "1" verbal cooperation, "2" material
// cooperation, "3" verbal conflict, "4" material conflict.
func quadClass(root string) string {
	switch {
	case root <= "05":
		return "1"
	case root <= "08":
		return "2"
	case root <= "13":
		return "3"
	}
	return "4"
}

// cameoTypes are CAMEO's role codes for PLOVER's sectors. PTY has none: CAMEO
// knows a party only as in power or in opposition.
var cameoTypes = map[string]string{
	"GOV": "GOV", "MIL": "MIL", "COP": "COP", "JUD": "JUD", "LEG": "LEG", "SPY": "SPY", "REB": "REB", "UAF": "UAF", "CRM": "CRM",
	"CVL": "CVL", "MED": "MED", "BUS": "BUS", "LAB": "LAB", "EDU": "EDU", "ELI": "ELI", "AGR": "AGR", "HLH": "HLH", "IGO": "IGO", "NGO": "NGO", "REF": "REF",
}

// cameoCountries are where CAMEO's country codes are not those of ISO 3166.
var cameoCountries = map[string]string{"ROU": "ROM", "TLS": "TMP", "MNE": "MTN", "IMN": "IMY", "XKX": ""}

// cameoCountry is CAMEO's code of a country, "" where it has none.
func cameoCountry(alpha3 string) string {
	if code, other := cameoCountries[alpha3]; other {
		return code
	}
	s, _ := stateOf(alpha3)
	return s.alpha3
}
