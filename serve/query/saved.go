package query

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// names are those that a query has in the address of a search.
var names = []string{"text", "by", "about", "country", "outlet", "place", "within", "from", "to", "act", "category", "standing", "as_of", "noun"}

// FeedPath is where the feed of a saved search with the secret is.
func FeedPath(secret string) string { return "/feeds/" + secret + ".atom" }

// Saved reads a query as an address has it, “text=drill&country=BLR”, and returns
// it in its one form. It must ask something, and nothing that a search does not know.
func Saved(encoded string) (string, error) {
	values, err := url.ParseQuery(encoded)
	if err != nil {
		return "", &Fault{"query", "the query is no address's: write text=drill&country=BLR"}
	}
	asks := false
	for name, given := range values {
		if !slices.Contains(names, name) {
			return "", &Fault{"query", fmt.Sprintf("a search knows no %.40q; it knows %s", name, strings.Join(names, ", "))}
		}
		asked := strings.TrimSpace(given[0]) != ""
		if !asked {
			values.Del(name)
		}
		asks = asks || asked && name != "noun"
	}
	if !asks {
		return "", &Fault{"query", "the query asks nothing"}
	}
	get := values.Get
	_, err = Words{
		By: get("by"), About: get("about"), Outlet: get("outlet"), Text: get("text"), Country: get("country"), Act: get("act"), Category: get("category"),
		From: get("from"), To: get("to"), Place: get("place"), Within: get("within"), AsOf: get("as_of"),
	}.Filter()
	return values.Encode(), err
}
