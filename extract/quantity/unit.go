package quantity

// currencies gives ISO 4217 codes to the marks and words of money. "crown" and
// other names that many currencies share have none.
var currencies = map[string]string{
	"$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
	"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
	"£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "quid": "GBP",
	"¥": "JPY", "jpy": "JPY", "yen": "JPY",
	"₴": "UAH", "uah": "UAH", "hryvnia": "UAH", "hryvnias": "UAH", "hryvnya": "UAH",
	"₽": "RUB", "rub": "RUB", "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB",
	"₹": "INR", "inr": "INR", "rupee": "INR", "rupees": "INR",
	"₺": "TRY", "lira": "TRY", "yuan": "CNY", "renminbi": "CNY", "cny": "CNY", "rmb": "CNY",
	"zloty": "PLN", "zlotys": "PLN", "chf": "CHF", "franc": "CHF", "francs": "CHF",
	"shekel": "ILS", "shekels": "ILS", "₪": "ILS", "rand": "ZAR", "won": "KRW", "₩": "KRW",
	"peso": "MXN", "pesos": "MXN", "naira": "NGN", "₦": "NGN", "riyal": "SAR", "riyals": "SAR",
	"dirham": "AED", "dirhams": "AED", "a$": "AUD", "c$": "CAD", "nz$": "NZD", "hk$": "HKD", "nzd$": "NZD", "aud$": "AUD", "cad$": "CAD", "usd$": "USD", "sgd$": "SGD", "s$": "SGD",
	"tenge": "KZT", "lari": "GEL", "lei": "RON", "forint": "HUF", "forints": "HUF", "real": "BRL", "reais": "BRL",
	"bitcoin": "BTC", "bitcoins": "BTC", "krona": "SEK", "kronor": "SEK", "kroner": "NOK",
	"taka": "BDT", "baht": "THB", "rial": "IRR", "rials": "IRR", "dinar": "IQD", "dinars": "IQD",
}

// hundredths are the small change of a currency.
var hundredths = map[string]string{"cent": "USD", "cents": "USD", "pence": "GBP", "penny": "GBP", "kopecks": "RUB", "kopeks": "RUB"}

// qualified are the currencies that a country's name tells apart.
var qualified = map[string]map[string]string{
	"canadian": {"dollar": "CAD", "dollars": "CAD"}, "australian": {"dollar": "AUD", "dollars": "AUD"},
	"us": {"dollar": "USD", "dollars": "USD"}, "u.s.": {"dollar": "USD", "dollars": "USD"}, "american": {"dollar": "USD", "dollars": "USD"},
	"british": {"pound": "GBP", "pounds": "GBP"}, "swiss": {"franc": "CHF", "francs": "CHF"},
	"chinese": {"yuan": "CNY"}, "japanese": {"yen": "JPY"}, "turkish": {"lira": "TRY"}, "indian": {"rupee": "INR", "rupees": "INR"},
	"sri":     {"lankan": "LKR"},
	"hong":    {"kong": "HKD"},
	"russian": {"rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB"},
	"mexican": {"peso": "MXN", "pesos": "MXN"}, "ukrainian": {"hryvnia": "UAH", "hryvnias": "UAH"},
	"polish": {"zloty": "PLN", "zlotys": "PLN"}, "israeli": {"shekel": "ILS", "shekels": "ILS"},
	"egyptian": {"pound": "EGP", "pounds": "EGP"}, "lebanese": {"pound": "LBP", "pounds": "LBP"}, "syrian": {"pound": "SYP", "pounds": "SYP"},
}

// measure is a unit of measurement, after its symbol.
type measure struct {
	symbol string
	time   bool // a length of time: a figure only where it measures something
	short  bool // a symbol that must be glued to its number, or it is a word
}

var measures = measuresByWord()

func measuresByWord() map[string]measure {
	words := map[string]measure{}
	add := func(m measure, forms ...string) {
		for _, form := range forms {
			words[form] = m
		}
	}
	add(measure{symbol: "km"}, "km", "kms", "kilometre", "kilometres", "kilometer", "kilometers")
	add(measure{symbol: "m"}, "metre", "metres", "meter", "meters")
	add(measure{symbol: "m", short: true}, "m")
	add(measure{symbol: "cm"}, "cm", "centimetre", "centimetres", "centimeter", "centimeters")
	add(measure{symbol: "mm"}, "mm", "millimetre", "millimetres", "millimeter", "millimeters")
	add(measure{symbol: "mi"}, "mile", "miles")
	add(measure{symbol: "nmi"}, "nm")
	add(measure{symbol: "ft"}, "ft", "foot", "feet")
	add(measure{symbol: "in"}, "inch", "inches")
	add(measure{symbol: "yd"}, "yard", "yards")
	add(measure{symbol: "ha"}, "hectare", "hectares", "ha")
	add(measure{symbol: "acre"}, "acre", "acres")
	add(measure{symbol: "kg"}, "kg", "kgs", "kilogram", "kilograms", "kilogramme", "kilogrammes", "kilo", "kilos")
	add(measure{symbol: "g"}, "gram", "grams", "gramme", "grammes")
	add(measure{symbol: "µg"}, "microgram", "micrograms", "microgramme", "microgrammes", "mcg")
	add(measure{symbol: "mg"}, "mg", "milligram", "milligrams")
	add(measure{symbol: "t"}, "tonne", "tonnes", "ton", "tons")
	add(measure{symbol: "lb"}, "lb", "lbs")
	add(measure{symbol: "oz"}, "oz", "ounce", "ounces")
	add(measure{symbol: "l"}, "litre", "litres", "liter", "liters")
	add(measure{symbol: "ml"}, "ml", "millilitre", "millilitres", "milliliter", "milliliters")
	add(measure{symbol: "gal"}, "gallon", "gallons")
	add(measure{symbol: "bbl"}, "barrel", "barrels")
	add(measure{symbol: "mph"}, "mph")
	add(measure{symbol: "km/h"}, "kmh", "kph")
	add(measure{symbol: "kn"}, "knots")
	add(measure{symbol: "W"}, "watt", "watts")
	add(measure{symbol: "kW"}, "kw", "kilowatt", "kilowatts")
	add(measure{symbol: "MW"}, "mw", "megawatt", "megawatts")
	add(measure{symbol: "GW"}, "gw", "gigawatt", "gigawatts")
	add(measure{symbol: "kWh"}, "kwh")
	add(measure{symbol: "kt"}, "kiloton", "kilotons", "kilotonne", "kilotonnes")
	add(measure{symbol: "MB"}, "mb", "megabyte", "megabytes")
	add(measure{symbol: "GB"}, "gb", "gigabyte", "gigabytes")
	add(measure{symbol: "°C", short: true}, "c")
	add(measure{symbol: "°F", short: true}, "f")
	add(measure{symbol: "°C"}, "celsius", "centigrade", "℃")
	add(measure{symbol: "°F"}, "fahrenheit", "℉")
	add(measure{symbol: "°"}, "degree", "degrees", "°", "deg")
	add(measure{symbol: "pp"}, "points", "point")
	add(measure{symbol: "bp"}, "bps")
	add(measure{symbol: "second", time: true}, "second", "seconds", "sec", "secs")
	add(measure{symbol: "minute", time: true}, "minute", "minutes", "min", "mins")
	add(measure{symbol: "hour", time: true}, "hour", "hours", "hr", "hrs")
	add(measure{symbol: "day", time: true}, "day", "days")
	add(measure{symbol: "week", time: true}, "week", "weeks")
	add(measure{symbol: "month", time: true}, "month", "months")
	add(measure{symbol: "year", time: true}, "year", "years", "yr", "yrs")
	add(measure{symbol: "decade", time: true}, "decade", "decades")
	add(measure{symbol: "century", time: true}, "century", "centuries")
	return words
}

// powers are the words that raise a unit of length.
var powers = map[string]string{"sq": "²", "square": "²", "cubic": "³", "sq.": "²"}

// rates are the units of time that a slash or "per" puts below another unit.
var rates = map[string]string{"h": "h", "hr": "h", "hour": "h", "s": "s", "second": "s", "day": "d"}
