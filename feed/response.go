package feed

import (
	"bufio"
	"bytes"
	"iter"
)

// Read hands over the Items of what a Client fetched: a feed, a list, a page.
// name is what errors and Items call it.
func Read(name string, response Response, opts Options) iter.Seq2[Item, error] {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	return func(yield func(Item, error) bool) {
		readStream(&stream{
			name: name, url: response.URL, contentType: response.ContentType,
			in: bufio.NewReaderSize(bytes.NewReader(response.Body), 64<<10),
		}, opts, yield)
	}
}
