package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/nicholas-fedor/shoutrrr/pkg/router"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"
)

// shoutrrr reaches by an address of shoutrrr (shoutrrr.nickfedor.com) whatever
// there is no kind for: Discord, Telegram, Pushover, Teams and so on.
//
// The library makes its connections itself and knows no contexts. So where an
// address can name a host it needs allow_private, because the host cannot be
// checked; and of a try that takes too long no more is known than that.
type shoutrrr struct {
	config Config
}

// fixedHosts are the services whose host no address can change.
var fixedHosts = []string{"discord", "ifttt", "join", "lark", "notifiarr", "pushbullet", "pushover", "telegram", "wecom"}

// untitled are the services that refuse a title besides the text.
var untitled = []string{"googlechat", "hangouts", "notifiarr", "pagerduty", "rocketchat", "signal", "wecom"}

func newShoutrrr(config Config) (sender, error) {
	scheme, _, found := strings.Cut(config.URL, "://")
	switch {
	case !found:
		return nil, fmt.Errorf("url is no address: write it as SERVICE://…")
	case scheme == "logger":
		return nil, fmt.Errorf("shoutrrr's logger writes messages into the log and reaches nobody")
	case !slices.Contains(fixedHosts, scheme) && !config.AllowPrivate:
		return nil, fmt.Errorf("where %s://… leads cannot be checked: add allow_private: true if you trust it, or use one of the kinds webhook, slack, matrix, ntfy, email", scheme)
	}
	s := &shoutrrr{config}
	if _, err := s.service(); err != nil {
		// The library's sentences quote the address, tokens and all.
		return nil, fmt.Errorf("shoutrrr cannot read this address of %s", scheme)
	}
	return s, nil
}

// service is made anew for each try, for not all of them can be shared.
func (s *shoutrrr) service() (types.Service, error) {
	return new(router.ServiceRouter).Locate(s.config.URL)
}

// maxShoutrrr is what the narrowest of the services takes without cutting.
const maxShoutrrr = 1900

func (s *shoutrrr) send(ctx context.Context, b batch) error {
	service, err := s.service()
	if err != nil {
		return &Error{Why: "shoutrrr cannot read the address", Permanent: true}
	}
	text, params := plainAll(b.messages), types.Params{}
	if scheme, _, _ := strings.Cut(s.config.URL, "://"); !slices.Contains(untitled, scheme) {
		title := digestLine(b.messages)
		text = strings.TrimPrefix(text, title+"\n\n")
		params.SetTitle(harmless(title))
	}
	done := make(chan error, 1)
	go func() {
		// What goes wrong within one of the many services must not end the program.
		defer func() {
			if failed := recover(); failed != nil {
				done <- fmt.Errorf("shoutrrr fails: %v", failed)
			}
		}()
		done <- service.Send(clipBytes(harmless(text), maxShoutrrr), &params)
	}()
	select {
	case err = <-done:
	case <-ctx.Done():
		return &Error{Why: "no answer in time"}
	}
	if err != nil {
		return &Error{Why: line(s.config.scrub(err.Error()), 200)}
	}
	return nil
}

// harmless takes the meaning of calling everybody from words of articles.
func harmless(text string) string {
	return strings.NewReplacer("@everyone", "@\u200beveryone", "@here", "@\u200bhere", "@channel", "@\u200bchannel", "@all", "@\u200ball").Replace(text)
}
