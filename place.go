package tocsin

// Place is a toponym with its gazetteer entry.
type Place struct {
	ID        string `json:",omitzero"`
	Span      Span   `json:",omitzero"`
	Name      string `json:",omitzero"` // the gazetteer's own
	GeoNames  int    `json:",omitzero"` // GeoNames id, 0 where the entry has none
	Lat, Lon  float64
	Country   string  `json:",omitzero"` // ISO 3166 alpha-3
	Admin1    string  `json:",omitzero"`
	Feature   string  `json:",omitzero"` // GeoNames feature class and code: "PPLC", "ADM1", "PCLI", "STM"
	Precision string  `json:",omitzero"` // "point", "city", "region", "country", "area"
	Score     float64 `json:",omitzero"`
}
