package furniture_test

import (
	"testing"

	"tocsin/furniture"
)

func TestIs(t *testing.T) {
	for block, want := range map[string]bool{
		"Sign up to the Lamp, our free newsletter – every morning at 7am": true,
		"The pier after the storm of last year. Photograph: Ann Lee/EPA":  true,
		"Footage shows the pier in the storm – video":                     true,
		"Police said that the video showed the pier.":                     false,
		"She read more than forty letters before she signed up.":          false,
		"“Sign up,” the recruiter told them, and eleven of them did.":     false,
	} {
		if got := furniture.Is(block); got != want {
			t.Errorf("furniture.Is(%q) is %v", block, got)
		}
	}
}
