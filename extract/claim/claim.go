// Package claim finds claims (attribution relations).
package claim

import (
	"tocsin"
	"tocsin/text"
)

// Extract returns the claims (attribution relations) of doc in text order.
func Extract(doc *text.Doc, actors []tocsin.Actor, whens []tocsin.When) []tocsin.Claim { return nil }
