package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"tocsin/feed"
	"tocsin/store"
)

type collectCommand struct {
	ledgerFlag
	flowFlags
	Feeds  []string `arg:"" optional:"" name:"feed" help:"Addresses of feeds to add, or files that list them (OPML, YAML)." predictor:"file"`
	Remove []string `help:"Stop visiting the feed; what it brought stays." placeholder:"URL"`
	Once   bool     `help:"Visit what is due, read what it brings, and end."`
}

func (collectCommand) Help() string {
	return `Visits feeds again and again, fetches the pages that are new or have changed, and reads them, until it is stopped. Feeds
are kept in the ledger; name them once. Requests are conditional and spaced out; robots.txt, Retry-After and the feeds'
own wishes are heeded. “tocsin sources --feeds” shows how the feeds do.

A file of sources is OPML, or YAML:

  feeds:
    - url: https://news.example/rss.xml
      title: The Example
      folder: Europe/North
      every: 15m

Examples:

  tocsin collect https://news.example/rss.xml
  tocsin collect sources.yaml --once
  tocsin collect --ledger postgres://desk@db.example/news subscriptions.opml`
}

// Run collects until it is stopped.
func (c *collectCommand) Run(ctx context.Context, term terminal) error {
	if err := c.check(); err != nil {
		return err
	}
	ledger, err := c.make(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	for _, name := range c.Feeds {
		feeds, err := feedsOf(name)
		if err != nil {
			return err
		}
		for _, f := range feeds {
			if err := ledger.Subscribe(ctx, f); err != nil {
				return err
			}
		}
	}
	for _, url := range c.Remove {
		if err := ledger.Unsubscribe(ctx, url); err != nil {
			return err
		}
	}
	feeds, err := ledger.Feeds(ctx)
	if err != nil {
		return err
	}
	if len(feeds) == 0 {
		return usagef("there are no feeds to visit: name some\nFor example: tocsin collect https://news.example/rss.xml")
	}
	flow, stop, err := c.flow(ctx, ledger, slog.New(slog.NewTextHandler(term.Err, nil)))
	if err != nil {
		return err
	}
	defer stop()
	begun := time.Now()
	if c.Once {
		err = flow.CollectOnce(ctx)
	} else {
		fmt.Fprintf(term.Err, "visiting %d feeds; end with Ctrl-C\n", len(feeds))
		err = flow.Collect(ctx)
	}
	fmt.Fprintln(term.Err, summary(flow.Counts(), time.Since(begun)))
	return err
}

// feedsOf reads an address, or the feeds that a file lists.
func feedsOf(name string) ([]store.Feed, error) {
	if feed.IsURL(name) {
		if !isWeb(name) {
			return nil, usagef("%s: only http and https addresses are visited", name)
		}
		return []store.Feed{{URL: name}}, nil
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml":
		return yamlFeeds(name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	subscriptions, err := feed.ReadOPML(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var feeds []store.Feed
	for _, s := range subscriptions {
		if !isWeb(s.URL) {
			return nil, usagef("%s: %q is no web address of a feed", name, s.URL)
		}
		feeds = append(feeds, store.Feed{URL: s.URL, Title: s.Title, Folder: strings.Join(s.Folder, "/")})
	}
	return feeds, nil
}

func isWeb(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// sourcesFile is a YAML file of sources.
type sourcesFile struct {
	Feeds []struct {
		URL    string `yaml:"url"`
		Title  string `yaml:"title"`
		Folder string `yaml:"folder"`
		Every  string `yaml:"every"`
	} `yaml:"feeds"`
}

func yamlFeeds(name string) ([]store.Feed, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var sources sourcesFile
	if err := yaml.UnmarshalWithOptions(content, &sources, yaml.Strict()); err != nil {
		return nil, usagef("%s: %s", name, yaml.FormatError(err, false, true))
	}
	var feeds []store.Feed
	for i, s := range sources.Feeds {
		f := store.Feed{URL: s.URL, Title: s.Title, Folder: s.Folder}
		if !isWeb(s.URL) {
			return nil, usagef("%s: feed %d: %q is no web address; give url: https://…", name, i+1, s.URL)
		}
		if s.Every != "" {
			if f.Every, err = time.ParseDuration(s.Every); err != nil || f.Every < time.Minute {
				return nil, usagef("%s: feed %d: every: %q is no time of a minute or more; write 15m or 2h", name, i+1, s.Every)
			}
		}
		feeds = append(feeds, f)
	}
	return feeds, nil
}

// writeOPML writes the feeds of a ledger to a file.
func writeOPML(ctx context.Context, ledger *store.Ledger, name string) error {
	feeds, err := ledger.Feeds(ctx)
	if err != nil {
		return err
	}
	var subscriptions []feed.Subscription
	for _, f := range feeds {
		s := feed.Subscription{Title: f.Title, URL: f.URL}
		if f.Folder != "" {
			s.Folder = strings.Split(f.Folder, "/")
		}
		subscriptions = append(subscriptions, s)
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(feed.WriteOPML(file, "Tocsin", subscriptions, time.Now()), file.Close())
}
