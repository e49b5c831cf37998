package tocsin

// Place is a toponym with its gazetteer entry.
type Place struct {
	ID        string
	Span      Span
	Name      string // the gazetteer's own
	GeoNames  int    // GeoNames id, 0 where the entry has none
	Lat, Lon  float64
	Country   string // ISO 3166 alpha-3
	Admin1    string
	Feature   string // GeoNames feature class and code: "PPLC", "ADM1", "PCLI", "STM"
	Precision string // "point", "city", "region", "country", "area"
	Score     float64
}
