package text

// name finds the Names.
func name(doc *Doc) {}
