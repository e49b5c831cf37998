package quantity

// RuleNames are the names of all rules.
func RuleNames() []string {
	var names []string
	for i := range rules {
		names = append(names, rules[i].name)
	}
	return names
}

// Sentences are those that motivated the rules.
func Sentences() []string {
	var sentences []string
	for i := range rules {
		sentences = append(sentences, rules[i].example)
	}
	return sentences
}
