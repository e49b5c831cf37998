package export

import (
	"testing"

	"tocsin"
)

func TestReadDate(t *testing.T) {
	for value, want := range map[string]string{
		"2022-10-15": "15 Oct 2022", "2022-10": "Oct 2022", "2022": "2022", "2022-W41": "10–16 Oct 2022",
		"2022-W39": "26 Sep – 2 Oct 2022", "2020-W53": "28 Dec 2020 – 3 Jan 2021", "2022-SU": "summer 2022",
		"2022-10-15TNI": "15 Oct 2022, night", "2022-10-15T06:30": "15 Oct 2022, 06:30", "PRESENT_REF": "now",
		"": "", "XXXX-WXX-1": "XXXX-WXX-1", "2022-13-40": "2022-13-40",
	} {
		if got := readDate(value); got != want {
			t.Errorf("readDate(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestReadDuration(t *testing.T) {
	for value, want := range map[string]string{
		"P7M": "7 months", "P1D": "1 day", "PT36H": "36 hours", "P1.5W": "1.5 weeks", "PXD": "some days", "P": "", "P1Y2M": "", "2022": "",
	} {
		if got := readDuration(value); got != want {
			t.Errorf("readDuration(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestReadQuantity(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	for want, quantity := range map[string]tocsin.Quantity{
		"< 9,000 people":        {Value: value(9000), Bound: tocsin.Less, Of: "people"},
		"1,000 km · frontier":   {Value: value(1000), Bound: tocsin.Exact, Unit: "km", Of: "frontier"},
		"vague · people":        {Bound: tocsin.About, Of: "people"},
		"3,000–4,500 residents": {Value: value(3000), High: value(4500), Bound: tocsin.Range, Of: "residents"},
		"≈ 20% · capacity":      {Value: value(20), Bound: tocsin.About, Unit: "%", Of: "capacity"},
		"1 month":               {Value: value(1), Unit: "month"},
		"7.5 months":            {Value: value(7.5), Unit: "month"},
		"−1,234,567.25 USD":     {Value: value(-1234567.25), Unit: "USD"},
		"1e+300 stars":          {Value: value(1e300), Of: "stars"},
	} {
		if got := readQuantity(quantity); got != want {
			t.Errorf("readQuantity gave %q, want %q", got, want)
		}
	}
}

func TestPosition(t *testing.T) {
	if got := position(-33.9, 151.2); got != "33.90 S 151.20 E" {
		t.Error(got)
	}
}
