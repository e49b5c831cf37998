// Package page turns a web page into an Article.
package page

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/abadojack/whatlanggo"
	"github.com/markusmobius/go-trafilatura"

	"tocsin"
)

// About is what is known of a page besides its bytes.
type About struct {
	URL         string
	ContentType string    // as the server said it
	Now         time.Time // no page is published a day after it
}

// Parse reads a page.
func Parse(ctx context.Context, html []byte, about About) (tocsin.Article, error) {
	address, _ := url.Parse(about.URL)
	result, err := trafilatura.Extract(bytes.NewReader(html), trafilatura.Options{OriginalURL: address, EnableFallback: true, ExcludeComments: true})
	if err != nil {
		return tocsin.Article{}, errors.New("holds no article text")
	}
	return tocsin.Article{
		URL: about.URL, Outlet: result.Metadata.Sitename, Title: result.Metadata.Title,
		Published: result.Metadata.Date, Language: Language(result.ContentText), Text: strings.TrimSpace(result.ContentText),
	}, nil
}

// Language names the language of a text by ISO 639-1, "" where it is unsure.
func Language(text string) string {
	if len(text) > 4<<10 {
		text = strings.ToValidUTF8(text[:4<<10], "")
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}
