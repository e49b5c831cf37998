package place

import (
	_ "embed"
	"strings"
	"sync"
)

// words.txt holds common words that are also names of places; given.txt holds
// given names.
var (
	//go:embed words.txt
	wordsText string
	//go:embed given.txt
	givenText string
)

var (
	commonWords = sync.OnceValue(func() map[string]bool { return setOf(wordsText) })
	givenNames  = sync.OnceValue(func() map[string]bool { return setOf(givenText) })
)

func setOf(lines string) map[string]bool {
	set := make(map[string]bool, strings.Count(lines, "\n"))
	for line := range strings.Lines(lines) {
		set[strings.TrimSpace(line)] = true
	}
	return set
}

func commonWord(lower string) bool { return commonWords()[lower] }

func isGiven(word string) bool { return givenNames()[word] }

// locative reports whether the word mostly stands before places.
func locative(lower string) bool {
	switch lower {
	case "in", "at", "near", "from", "across", "around", "outside", "inside", "throughout", "toward", "towards", "into", "between", "through", "via", "beyond", "to", "within":
		return true
	}
	return false
}

// direction reports whether the word is a point of the compass or the like.
func direction(lower string) bool {
	switch lower {
	case "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern", "downtown", "greater", "upstate", "rural", "occupied", "mainland", "nearby", "neighbouring", "neighboring":
		return true
	}
	return false
}

// title reports whether the word stands before people's names.
func title(lower string) bool {
	switch lower {
	case "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir", "lord", "lady", "dame", "president", "minister", "secretary", "gen", "gen.", "general", "sen", "sen.", "senator", "rep", "rep.", "judge", "justice", "sheriff", "sgt", "sgt.", "officer", "lt", "lt.", "col", "col.", "colonel", "capt", "capt.", "captain", "major", "maj", "maj.", "coach", "professor", "prof", "prof.", "pastor", "rev", "rev.", "reverend", "father", "pope", "king", "queen", "prince", "princess", "chancellor", "gov", "gov.", "governor", "mayor", "chairman", "commissioner", "detective", "inspector", "attorney", "councilman", "congressman", "st", "st.":
		return true
	}
	return false
}

// bodyWord reports whether the word makes an organisation of a place's name
// that stands before it (the Leeds Council) or, after "of", behind it (the
// University of Leeds).
func bodyWord(lower string) bool {
	switch lower {
	case "post", "times", "herald", "tribune", "journal", "news", "gazette", "telegraph", "observer", "chronicle", "globe", "press", "today", "university", "college", "school", "schools", "academy", "institute", "hospital", "church", "bank", "council", "police", "airlines", "airways", "united", "city", "fc", "club", "association", "authority", "commission", "committee", "ministry", "department", "court", "parliament", "congress", "senate", "government", "administration", "agency", "bureau", "office", "group", "inc", "inc.", "corp", "corp.", "co", "ltd", "company", "industries", "electric", "energy", "motors", "oil", "gas", "foundation", "center", "centre", "museum", "library", "theatre", "theater", "orchestra", "festival", "cup", "open", "marathon", "games", "championship", "league", "rovers", "wanderers", "hotspur", "giants", "cowboys", "bulls", "bears", "eagles", "tigers", "lions", "knicks", "lakers", "yankees", "dodgers", "treaty", "agreement", "accord", "accords", "convention", "declaration", "act", "bill", "street", "st.", "avenue", "ave.", "road", "rd.", "drive", "lane", "boulevard", "blvd.", "highway", "hotel", "mall", "stadium", "arena", "high", "elementary", "middle", "catholic", "castle", "cathedral", "house", "hall", "palace", "society", "union", "party", "front", "army", "guard", "regiment", "brigade", "division", "command", "force", "forces", "district", "service", "services", "trust", "network", "radio", "tv", "television", "exchange", "chamber", "board", "tower", "square", "bridge", "dam", "mine", "plant", "airport", "station", "prison", "cemetery", "synagogue", "mosque", "diocese", "archdiocese":
		return true
	}
	return false
}

// bodyOf reports whether the word before "of" makes an organisation, a title
// or an event of what follows.
func bodyOf(lower string) bool {
	switch lower {
	case "bank", "university", "college", "institute", "ministry", "church", "bishop", "archbishop", "duke", "duchess", "earl", "prince", "princess", "house", "battle", "treaty", "museum", "archdiocese", "diocese", "hospital", "museums", "court", "library", "school", "department", "society", "association", "academy", "council", "statue", "merchant", "declaration":
		return true
	}
	return false
}

// placeWord reports whether the word says that the name before it is a place.
func placeWord(lower string) bool {
	switch lower {
	case "county", "province", "region", "oblast", "governorate", "city", "town", "village", "district", "state", "river", "island", "islands", "valley", "border", "area", "peninsula", "coast", "suburb", "metro", "parish", "township", "borough", "prefecture", "territory", "neighborhood", "neighbourhood", "municipality", "bay", "lake", "beach", "hills", "heights", "sea", "strait", "residents", "resident", "airport", "front", "frontline":
		return true
	}
	return false
}

// speaks reports whether the word is what people do.
func speaks(lower string) bool {
	switch lower {
	case "said", "says", "told", "added", "asked", "wrote", "tweeted", "replied", "explained", "noted", "recalled", "joked", "laughed", "insisted", "admitted", "tells", "thinks", "who", "whose", "jr.", "jr", "sr.", "iii":
		return true
	}
	return false
}

// alsoVerb reports whether a given name is at the head of a question or an
// order just as well.
func alsoVerb(word string) bool {
	switch word {
	case "Will", "Mark", "Grant", "Bill", "Rob", "Sue", "Pat", "Chuck", "Drew", "Frank", "Said", "Art", "Don", "Guy", "Jack", "Rose", "Dawn", "Penny", "Grace", "Rick", "Al", "Christian", "Norman", "Earl", "Dean":
		return true
	}
	return false
}

// unit reports whether the word makes a troop of a place's name before it
// (the Azov regiment).
func unit(lower string) bool {
	switch lower {
	case "regiment", "battalion", "brigade", "corps", "squadron", "militia", "cartel", "fc", "united":
		return true
	}
	return false
}

// stateOf is the state or province that an abbreviation stands for, "" for
// none. Postal codes are among them.
func stateOf(short string) string {
	switch short {
	case "Ala.", "AL":
		return "Alabama"
	case "AK":
		return "Alaska"
	case "Ariz.", "AZ":
		return "Arizona"
	case "Ark.", "AR":
		return "Arkansas"
	case "Calif.", "CA":
		return "California"
	case "Colo.", "CO":
		return "Colorado"
	case "Conn.", "CT":
		return "Connecticut"
	case "Del.", "DE":
		return "Delaware"
	case "Fla.", "FL":
		return "Florida"
	case "Ga.", "GA":
		return "Georgia"
	case "HI":
		return "Hawaii"
	case "ID":
		return "Idaho"
	case "Ill.", "IL":
		return "Illinois"
	case "Ind.", "IN":
		return "Indiana"
	case "IA":
		return "Iowa"
	case "Kan.", "Kans.", "KS":
		return "Kansas"
	case "Ky.", "KY":
		return "Kentucky"
	case "La.", "LA":
		return "Louisiana"
	case "Me.", "ME":
		return "Maine"
	case "Md.", "MD":
		return "Maryland"
	case "Mass.", "MA":
		return "Massachusetts"
	case "Mich.", "MI":
		return "Michigan"
	case "Minn.", "MN":
		return "Minnesota"
	case "Miss.", "MS":
		return "Mississippi"
	case "Mo.", "MO":
		return "Missouri"
	case "Mont.", "MT":
		return "Montana"
	case "Neb.", "Nebr.", "NE":
		return "Nebraska"
	case "Nev.", "NV":
		return "Nevada"
	case "N.H.", "NH":
		return "New Hampshire"
	case "N.J.", "NJ":
		return "New Jersey"
	case "N.M.", "NM":
		return "New Mexico"
	case "N.Y.", "NY":
		return "New York"
	case "N.C.", "NC":
		return "North Carolina"
	case "N.D.", "ND":
		return "North Dakota"
	case "OH":
		return "Ohio"
	case "Okla.", "OK":
		return "Oklahoma"
	case "Ore.", "OR":
		return "Oregon"
	case "Pa.", "Penn.", "PA":
		return "Pennsylvania"
	case "R.I.", "RI":
		return "Rhode Island"
	case "S.C.", "SC":
		return "South Carolina"
	case "S.D.", "SD":
		return "South Dakota"
	case "Tenn.", "TN":
		return "Tennessee"
	case "Tex.", "TX":
		return "Texas"
	case "UT":
		return "Utah"
	case "Vt.", "VT":
		return "Vermont"
	case "Va.", "VA":
		return "Virginia"
	case "Wash.", "WA":
		return "Washington"
	case "W.Va.", "WV":
		return "West Virginia"
	case "Wis.", "Wisc.", "WI":
		return "Wisconsin"
	case "Wyo.", "WY":
		return "Wyoming"
	case "Ont.", "ON":
		return "Ontario"
	case "Que.", "QC":
		return "Quebec"
	case "B.C.", "BC":
		return "British Columbia"
	case "Alta.", "AB":
		return "Alberta"
	case "Sask.", "SK":
		return "Saskatchewan"
	case "Man.", "MB":
		return "Manitoba"
	case "N.S.", "NS":
		return "Nova Scotia"
	case "N.B.", "NB":
		return "New Brunswick"
	case "NSW":
		return "New South Wales"
	}
	return ""
}

// otherThing reports whether news means something else by a name that some
// village bears too.
func otherThing(lower string) bool {
	switch lower {
	case "obama", "bush", "arab", "arabs", "meta", "wagner", "mcdonald", "brent", "nato", "tass", "nord", "isis", "hamas", "fatah", "un", "fox", "brexit", "bbc", "ria", "afp", "amnesty", "google", "apple", "tesla", "nokia", "ford", "siemens", "unesco", "opec", "interpol", "covid", "republicans", "democrats", "tories", "labour", "sunday", "monday", "friday", "saturday", "christmas", "easter", "ramadan", "i", "o", "a", "y":
		return true
	}
	return false
}

// otherPair is otherThing for two words.
func otherPair(first, second string) bool {
	switch first + " " + second {
	case "red cross", "may day", "new year", "good friday", "green party", "black friday", "silk road", "cold war", "wall street", "general assembly", "world cup", "los angeles times":
		return true
	}
	return false
}
