// Package event finds events.
package event

import (
	"tocsin"
	"tocsin/text"
)

// Extract returns the events of doc in text order.
func Extract(doc *text.Doc, claims []tocsin.Claim, actors []tocsin.Actor, whens []tocsin.When, places []tocsin.Place) []tocsin.Event {
	return nil
}
