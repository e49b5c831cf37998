// Package actor finds actors.
package actor

import (
	"tocsin"
	"tocsin/text"
)

// Extract returns the actors of doc in text order.
func Extract(doc *text.Doc) []tocsin.Actor { return nil }
