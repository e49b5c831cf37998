// Package furniture tells the short blocks of a page that are no part of its
// article: captions, credits, invitations to subscribe, calls to read on. In
// goes one block of text, out comes whether it is furniture. It looks at words
// alone and refuses to judge long blocks, so that a paragraph is never lost.
package furniture

import (
	"regexp"
	"strings"
)

// pattern matches a whole block. Most blocks are prose, so each pattern is
// asked only where one of its hints stands in the block, in lower case; one
// without hints begins with fixed words and fails at once elsewhere.
type pattern struct {
	hints  []string
	blocks *regexp.Regexp
}

// patterns are the short blocks that stand between the paragraphs of many
// pages and belong to none of them, pictures' captions among them so far as
// their credits give them away. Each matches a whole block, so that a sentence
// that happens to hold the same words stays.
var patterns = []pattern{
	// “Footage shows the ferry in the storm – video”
	{[]string{"video", "pictures", "audio"}, regexp.MustCompile(`(?i)\s[–—-]\s(video( report)?|in pictures|pictures|audio)$`)},
	// “Advertisement”, “Story continues below”
	{nil, regexp.MustCompile(`(?i)^(advertisement|advertising|sponsored( content)?|(story|article) continues (below|after)( this)?( advertisement| ad)?|continue reading( the main story)?|scroll (down )?(to continue|for more).*)$`)},
	// “Share this article on Facebook”, “Follow us on Twitter”
	{nil, regexp.MustCompile(`(?i)^(share( this)?( article| story| post| page)?( on| via| with)?( facebook| twitter| x| email| whatsapp| linkedin)?|tweet( this)?|email( this)?|print( this)?( article| page)?|save|copy link|(follow|like) us( on .*)?)$`)},
	// “Read more”, “Related stories:”
	{nil, regexp.MustCompile(`(?i)^(read|see|watch|view|read more|see also|also read|read also|more|related|related (articles?|stories|content|topics|links)|recommended( for you| reading)?|you may (also )?like|most (read|popular|viewed))( more)?( on this)?\s*[:»>…]*$`)},
	// “Read more: Ferries stay in port”
	{nil, regexp.MustCompile(`(?i)^(read more|see also|also read|read also|related|watch|watch more|recommended)\s*[:|»>].*$`)},
	// “Sign up for our newsletter”
	{nil, regexp.MustCompile(`(?i)^(sign up|subscribe|register|log ?in|join)( (here|now|today|free))?( (to|for|with) .*)?[.!]?$`)},
	// “Get the Lamp’s evening edition by email”, “Do you want to hear from us? Sign up here”
	{[]string{"sign up", "subscribe"}, regexp.MustCompile(`(?i)\b(newsletter|by email|to your inbox|sign up)\b.*\b(sign up|subscribe)( here| now| free)?[.!]?$`)},
	// “We want to hear what you think about this article.”
	{nil, regexp.MustCompile(`(?i)^(we want to hear|(share|tell us) (your|what you) (thoughts?|think|opinions?|views?)|join the (conversation|discussion)|be part of the conversation|do you have (a tip|an opinion)|have your say).*$`)},
	// “© 2023 The Daily Lamp. All rights reserved.”
	{nil, regexp.MustCompile(`(?i)^(©|\(c\)|copyright)\s.*$`)},
	{[]string{"all rights reserved"}, regexp.MustCompile(``)},
	// “(Reporting by Ann Lee; editing by Ben Okoro)”
	{nil, regexp.MustCompile(`(?i)^[(\[]?((additional )?(reporting|writing)( and editing)?|editing|compiled|translated) by [^“”"]*$`)},
	// “Our Standards: The Lamp Trust Principles.”
	{nil, regexp.MustCompile(`(?i)^our standards:.*$`)},
	// “A ferry in the harbour last year. Photograph: Ann Lee/The Lamp”
	{[]string{"photo", "image", "picture", "foto"}, regexp.MustCompile(`(?i)\b(photo(graph)?|photos|image|picture|foto)( by| courtesy of)?\s*:\s*[^.:]+\)?$`)},
	// “A ferry in the harbour last year. © Lamp Pictures / Ann Lee”
	{[]string{"©", "(c)"}, regexp.MustCompile(`(?i)(©|\(c\)) ?[^.!?]+$`)},
	// “A ferry in the harbour last year (AP Photo/Ann Lee)”
	{[]string{"photo", "image", "via getty"}, regexp.MustCompile(`(?i)[(\[][^()]*\b(photo|image|via getty)\b[^()]*[)\]]\.?$`)},
	// “A ferry in the harbour last year. Ann Lee/AFP”, “… REUTERS/Ann Lee”
	{[]string{"/"}, regexp.MustCompile(`(\pL/ ?(AFP|AP|EPA|EPA-EFE|Reuters|REUTERS|Getty Images|Shutterstock|Anadolu)( via .*)?|REUTERS/[\pL .]+)\)?\.?$`)},
}

// longest in bytes: longer blocks are not looked at.
const longest = 240

// Is reports whether a block is no part of the article's text.
func Is(block string) bool {
	if len(block) > longest {
		return false
	}
	lower := strings.ToLower(block)
	for _, pattern := range patterns {
		if hinted(lower, pattern.hints) && pattern.blocks.MatchString(block) {
			return true
		}
	}
	return false
}

func hinted(lower string, hints []string) bool {
	for _, hint := range hints {
		if strings.Contains(lower, hint) {
			return true
		}
	}
	return len(hints) == 0
}
