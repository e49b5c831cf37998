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
type crowd struct {
	lists map[uint32][]voice
}

// voice is where a claim stands in the crowd.
type voice struct {
	at      int64 // seconds since 1970
	article string
	claim   int32 // its place among the article's claims
}

func (v voice) compare(other voice) int {
	return cmp.Or(cmp.Compare(v.at, other.at), strings.Compare(v.article, other.article), cmp.Compare(v.claim, other.claim))
}

func newCrowd() *crowd { return &crowd{map[uint32][]voice{}} }

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
		v := voice{published.Unix(), article, int32(i)}
		for _, key := range own {
			list := c.lists[key]
			at, found := slices.BinarySearchFunc(list, v, voice.compare)
			work(key, list, at, found, v)
		}
	}
}

// near are the claims that one with these keys may be related to, in order of
// time.
func (c *crowd) near(article string, published time.Time, claim int, keys []uint32) []voice {
	far := int64(stretchLength / time.Second)
	self := voice{published.Unix(), article, int32(claim)}
	var found []voice
	for _, key := range keys {
		list := c.lists[key]
		at, _ := slices.BinarySearchFunc(list, self, voice.compare)
		for _, other := range list[max(0, at-mostVoices):min(len(list), at+mostVoices+1)] {
			if other != self && max(other.at-self.at, self.at-other.at) < far {
				found = append(found, other)
			}
		}
	}
	slices.SortFunc(found, voice.compare)
	return slices.Compact(found)
}
