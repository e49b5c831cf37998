package indicator

import (
	"math"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// World is what rules can ask of the map.
type World struct {
	// Border is how far a point is from the land border of two countries
	// (alpha-3), in kilometres; false where they share none. nil where nothing
	// is known of borders.
	Border func(lat, lon float64, a, b string) (km float64, ok bool)
}

// functions are what a rule can call beside the standard ones:
//
//	about(text, "joint force|mobili*")  the text has one of the phrases, as whole words; case and accents do not matter, a star stands for any ending
//	within(place, "BLR")                the place lies in the country
//	near(place, 52.1, 23.7, 30)         it lies within so many kilometres of the point
//	borderOf(place, "BLR", "UKR")       how many kilometres it is from the border of the two
//	older(event, 14)                    its date is known to lie more than so many days before its article
//	countryOf(event.actor)              the countries of a party, a source or a place, as a list
//
// near and borderOf do not hold for what is only known as a country or a
// region, nor for what is not known.
func functions(s *schema, world World, seen *patterns) []cel.EnvOption {
	str, num := cel.StringType, cel.DynType
	return []cel.EnvOption{
		cel.Function("about", cel.Overload("about_text", []*cel.Type{str, str}, cel.BoolType, cel.BinaryBinding(func(text, words ref.Val) ref.Val {
			return types.Bool(seen.of(string(words.(types.String))).in(seen.fold(string(text.(types.String)))))
		}))),
		cel.Function("within", cel.Overload("within_place", []*cel.Type{s.place.typ, str}, cel.BoolType, cel.BinaryBinding(func(at, code ref.Val) ref.Val {
			place := at.Value().(*Place)
			return types.Bool(place.Country != "" && place.Country == string(code.(types.String)))
		}))),
		cel.Function("near", cel.Overload("near_place", []*cel.Type{s.place.typ, num, num, num}, cel.BoolType, cel.FunctionBinding(func(args ...ref.Val) ref.Val {
			place := args[0].Value().(*Place)
			if place.Name == "" || place.Coarse {
				return types.False
			}
			return types.Bool(distance(place.Lat, place.Lon, real(args[1]), real(args[2])) <= real(args[3]))
		}))),
		cel.Function("borderOf", cel.Overload("border_of_place", []*cel.Type{s.place.typ, str, str}, cel.DoubleType, cel.FunctionBinding(func(args ...ref.Val) ref.Val {
			place := args[0].Value().(*Place)
			if place.Name == "" || place.Coarse || world.Border == nil {
				return types.NewErr("how far the place is from a border is not known")
			}
			km, ok := world.Border(place.Lat, place.Lon, string(args[1].(types.String)), string(args[2].(types.String)))
			if !ok {
				return types.NewErr("the two share no border")
			}
			return types.Double(km)
		}))),
		cel.Function("older", cel.Overload("older_event", []*cel.Type{s.event.typ, num}, cel.BoolType, cel.BinaryBinding(func(v, days ref.Val) ref.Val {
			age := v.Value().(*Event).Age
			return types.Bool(age != nil && *age > real(days))
		}))),
		cel.Function("countryOf",
			cel.Overload("country_of_party", []*cel.Type{s.party.typ}, cel.ListType(str), cel.UnaryBinding(func(v ref.Val) ref.Val { return codes(v.Value().(*Party).Country) })),
			cel.Overload("country_of_source", []*cel.Type{s.source.typ}, cel.ListType(str), cel.UnaryBinding(func(v ref.Val) ref.Val { return codes(v.Value().(*Source).Country) })),
			cel.Overload("country_of_place", []*cel.Type{s.place.typ}, cel.ListType(str), cel.UnaryBinding(func(v ref.Val) ref.Val { return codes(v.Value().(*Place).Country) }))),
	}
}

// codes are the countries that commas join.
func codes(joined string) ref.Val {
	if joined == "" {
		return types.NewStringList(types.DefaultTypeAdapter, nil)
	}
	return types.NewStringList(types.DefaultTypeAdapter, strings.Split(joined, ","))
}

// real is a number of either kind.
func real(v ref.Val) float64 {
	switch v := v.(type) {
	case types.Double:
		return float64(v)
	case types.Int:
		return float64(v)
	case types.Uint:
		return float64(v)
	}
	return math.NaN()
}

// distance is the great-circle distance in kilometres, by the haversine
// formula on a sphere of the earth's mean radius.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, degree = 6371.0088, math.Pi / 180
	dLat, dLon := (lat2-lat1)*degree/2, (lon2-lon1)*degree/2
	h := math.Pow(math.Sin(dLat), 2) + math.Cos(lat1*degree)*math.Cos(lat2*degree)*math.Pow(math.Sin(dLon), 2)
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}
