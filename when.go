package tocsin

// WhenType is a TIMEX3 type.
type WhenType string

// The TIMEX3 types.
const (
	Date     WhenType = "DATE"
	Time     WhenType = "TIME"
	Duration WhenType = "DURATION"
	Set      WhenType = "SET"
)

// When is a time expression (TIMEX3).
type When struct {
	ID    string   `json:",omitzero"`
	Span  Span     `json:",omitzero"`
	Type  WhenType `json:",omitzero"`
	Value string   `json:",omitzero"` // "2022-10-15", "2022-W41", "P7M", "PRESENT_REF"; "" where unresolved
	// Start and End are the first and last day that the value covers, as
	// 2006-01-02, both included; "" where it names no stretch of the calendar.
	Start, End string
	Rule       string `json:",omitzero"`
}
