package export

import (
	"strconv"
	"strings"

	"tocsin"
)

// geo is a place as GDELT writes it.
type geo struct {
	// class is 1 for a country, 2 for a state of the United States, 3 for a
	// town or landmark there, 4 for a town or landmark elsewhere, 5 for a
	// first-level region elsewhere, and 0 for no place.
	class    string
	name     string // "Sarn, Westmark, Norland"
	country  string // FIPS 10-4
	adm1     string // FIPS 10-4 with two more characters
	adm2     string
	lat, lon string
	feature  string // the name of the country or state; of towns, a number of GNS or GNIS
}

// Sentences for what GDELT's places cannot carry.
const (
	leftFIPS     = "a place's country has no code in FIPS 10-4"
	leftADM1     = "a region outside the United States is given by name alone: its FIPS code is not known"
	leftGeoNames = "GDELT numbers places after GNS and GNIS, which a GeoNames id is not"
	leftNoPoint  = "a place without coordinates has none in GDELT"
)

// geoOf writes a place as GDELT does, and counts what is not known of it.
func geoOf(place tocsin.Place, report *Report) geo {
	if place.ID == "" && place.Name == "" {
		return geo{class: "0"}
	}
	country, known := stateOf(place.Country)
	g := geo{class: geoClass(place), name: geoName(place, country.name), country: country.fips}
	report.leaveIf(place.Country != "" && (!known || country.fips == ""), leftFIPS)
	report.leaveIf(place.GeoNames != 0, leftGeoNames)
	report.leaveIf(!located(place), leftNoPoint)
	if located(place) {
		g.lat, g.lon = strconv.FormatFloat(place.Lat, 'f', -1, 64), strconv.FormatFloat(place.Lon, 'f', -1, 64)
	}
	g.adm1 = adm1(place, g, report)
	switch g.class {
	case "1":
		g.feature = g.country
	case "2":
		g.feature = g.adm1
	}
	return g
}

func geoClass(place tocsin.Place) string {
	american := place.Country == "USA"
	switch {
	case place.Precision == "country" || strings.HasPrefix(place.Feature, "PCL"):
		return "1"
	case place.Feature == "ADM1" && american:
		return "2"
	case place.Feature == "ADM1":
		return "5"
	case american:
		return "3"
	}
	return "4"
}

// geoName joins the names of a place, its region and its country.
func geoName(place tocsin.Place, country string) string {
	var parts []string
	for _, part := range []string{place.Name, place.Admin1, country} {
		if part != "" && (len(parts) == 0 || parts[len(parts)-1] != part) {
			parts = append(parts, part)
		}
	}
	if geoClass(place) == "1" {
		parts = parts[:min(1, len(parts))]
	}
	return strings.Join(parts, ", ")
}

// adm1 is a country's FIPS code for itself, and with two letters more for the
// states of the United States.
func adm1(place tocsin.Place, g geo, report *Report) string {
	region := place.Admin1
	if place.Feature == "ADM1" {
		region = place.Name
	}
	switch {
	case g.class == "1":
		return g.country
	case place.Country == "USA" && usStates[region] != "":
		return "US" + usStates[region]
	}
	report.leaveIf(region != "", leftADM1)
	return ""
}

// usStates are the postal codes, which are those of FIPS 5-2 too.
var usStates = map[string]string{
	"Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO", "Connecticut": "CT",
	"Delaware": "DE", "District of Columbia": "DC", "Washington, D.C.": "DC", "Florida": "FL", "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID",
	"Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD",
	"Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE",
	"Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY", "North Carolina": "NC",
	"North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA", "Rhode Island": "RI",
	"South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA",
	"Washington": "WA", "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY",
}
