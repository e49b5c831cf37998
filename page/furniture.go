package page

import (
	"regexp"
	"strings"
)

// furniture are the short blocks that stand between the paragraphs of many
// pages and belong to none of them. Each pattern matches a whole block, so
// that a sentence that happens to hold the same words stays.
var furniture = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^(advertisement|advertising|sponsored( content)?|story continues below( advertisement)?|article continues (below|after)( this)?( advertisement| ad)?|continue reading( the main story)?|scroll (down )?(to continue|for more).*)$`),
	regexp.MustCompile(`(?i)^(share( this)?( article| story| post| page)?( on| via| with)?( facebook| twitter| x| email| whatsapp| linkedin)?|tweet( this)?|email( this)?|print( this)?( article| page)?|save|copy link|follow us( on .*)?|like us on facebook)$`),
	regexp.MustCompile(`(?i)^(read|see|watch|view|read more|see also|also read|read also|more|related|related (articles?|stories|content|topics|links)|recommended( for you| reading)?|you may (also )?like|most (read|popular|viewed))( more)?( on this)?\s*[:»>…]*$`),
	regexp.MustCompile(`(?i)^(read more|see also|also read|read also|related|watch|watch more|recommended)\s*[:|»>].*$`),
	regexp.MustCompile(`(?i)^(sign up|subscribe|register|log ?in|join)( (here|now|today|free))?( (to|for|with) .*)?[.!]?$`),
	regexp.MustCompile(`(?i)^(©|\(c\)|copyright)\s.*$`),
	regexp.MustCompile(`(?i)^.*all rights reserved\.?.*$`),
}

// longestFurniture in bytes: longer blocks are not looked at.
const longestFurniture = 240

// isFurniture reports whether a block is no part of the article's text.
func isFurniture(block string) bool {
	if len(block) > longestFurniture {
		return false
	}
	block = strings.TrimSpace(block)
	for _, pattern := range furniture {
		if pattern.MatchString(block) {
			return true
		}
	}
	return false
}
