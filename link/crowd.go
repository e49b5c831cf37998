package link

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// mostVoices is how many claims before and after it in time a claim is compared
// with for one key. Words that hardly anybody uses together are not touched by
// it; a phrase that all repeat for weeks costs no more than this.
const mostVoices = 32

// crowd finds the claims that a claim may be related to: those that share a key
// with it, its nearest in time. What is near at the end was near at every time
// before, so the order in which claims come makes no difference.
//
// Articles are numbered as they come, so that a claim takes twelve bytes for each
// of its keys.
type crowd struct {
	lists   map[uint32][]voice
	names   []string         // of articles, by number
	numbers map[string]int32 // of articles
}

// voice is where a claim stands in the crowd.
type voice struct {
	at      int32 // minutes since 1970
	article int32 // its number
	claim   int32 // its place among the article's claims
}

func newCrowd() *crowd {
	return &crowd{map[uint32][]voice{}, nil, map[string]int32{}}
}

// compare orders voices by time, then by the article's name, then by place.
func (c *crowd) compare(a, b voice) int {
	if a.at != b.at || a.article == b.article {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.claim, b.claim))
	}
	return strings.Compare(c.names[a.article], c.names[b.article])
}

// voice is the place of a claim.
func (c *crowd) voice(article string, published time.Time, claim int) voice {
	number, known := c.numbers[article]
	if !known {
		number = int32(len(c.names))
		c.numbers[article] = number
		c.names = append(c.names, article)
	}
	return voice{int32(published.Unix() / 60), number, int32(claim)}
}

// add puts an article's claims in.
func (c *crowd) add(article string, published time.Time, keys [][]uint32) {
	c.each(article, published, keys, func(key uint32, list []voice, at int, found bool, v voice) {
		if !found {
			c.lists[key] = slices.Insert(list, at, v)
		}
	})
}

// remove takes them out.
func (c *crowd) remove(article string, published time.Time, keys [][]uint32) {
	c.each(article, published, keys, func(key uint32, list []voice, at int, found bool, _ voice) {
		if found {
			c.lists[key] = slices.Delete(list, at, at+1)
		}
	})
}

func (c *crowd) each(article string, published time.Time, keys [][]uint32, work func(key uint32, list []voice, at int, found bool, v voice)) {
	for i, own := range keys {
		v := c.voice(article, published, i)
		for _, key := range own {
			list := c.lists[key]
			at, found := slices.BinarySearchFunc(list, v, c.compare)
			work(key, list, at, found, v)
		}
	}
}

// near are the claims that one with these keys may be related to, in order of
// time.
func (c *crowd) near(article string, published time.Time, claim int, keys []uint32) []voice {
	far := int32(stretchLength / time.Minute)
	self := c.voice(article, published, claim)
	var found []voice
	for _, key := range keys {
		list := c.lists[key]
		at, _ := slices.BinarySearchFunc(list, self, c.compare)
		for _, other := range list[max(0, at-mostVoices):min(len(list), at+mostVoices+1)] {
			if other != self && max(other.at-self.at, self.at-other.at) < far {
				found = append(found, other)
			}
		}
	}
	slices.SortFunc(found, c.compare)
	return slices.Compact(found)
}

// name is the article of a voice.
func (c *crowd) name(v voice) string { return c.names[v.article] }
