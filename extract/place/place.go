// Package place finds toponyms.
package place

import (
	"tocsin"
	"tocsin/text"
)

// Extract returns the toponyms of doc in text order.
func Extract(doc *text.Doc) []tocsin.Place { return nil }
