// Package when finds time expressions.
package when

import (
	"time"

	"tocsin"
	"tocsin/text"
)

// Extract returns the time expressions of doc in text order.
func Extract(doc *text.Doc, published time.Time) []tocsin.When { return nil }
