package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tocsin/ingest"
	"tocsin/notify"
	"tocsin/store"
	"tocsin/watch"
	"tocsin/watch/indicator"
)

type watchCommand struct {
	Check  watchCheckCommand  `cmd:"" help:"Say what is wrong with files of indicators."`
	Test   watchTestCommand   `cmd:"" help:"Run your own cases: given these findings, these alarms."`
	Add    watchAddCommand    `cmd:"" help:"Have a ledger watch a warning problem."`
	List   watchListCommand   `cmd:"" help:"List what a ledger watches, and where each problem stands."`
	Remove watchRemoveCommand `cmd:"" help:"End the watching of a problem; its alarms stay."`
	Look   watchLookCommand   `cmd:"" help:"Look at what came in since, now."`
}

func (watchCommand) Help() string {
	return `A warning problem is a YAML file: a question, indicators that bear on it (what to look at, a rule, what to count, when to
ring) and stages. “tocsin collect”, “work” and “ingest” ring for what comes in; “tocsin alarms” shows what rang and why.
“tocsin backtest” tells beforehand how often a file would have cried wolf.

examples/northern-border/indicators.yaml is one to begin from.

Examples:

  tocsin watch check indicators.yaml
  tocsin watch test indicators.yaml
  tocsin watch add indicators.yaml && tocsin collect feeds.opml --notify channels.yaml`
}

// problemIn reads a warning problem.
func problemIn(file string) (*indicator.Problem, []byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	problem, err := indicator.Read(file, text, ingest.World())
	return problem, text, err
}

type watchCheckCommand struct {
	Files []string `arg:"" help:"Files of indicators." type:"existingfile"`
}

// Run checks files.
func (c *watchCheckCommand) Run(_ context.Context, term terminal) error {
	failed := false
	for _, file := range c.Files {
		problem, _, err := problemIn(file)
		var faults indicator.Faults
		switch {
		case errors.As(err, &faults):
			failed = true
			for _, fault := range faults {
				fmt.Fprintln(term.Out, printableLines(fault.String()))
			}
		case err != nil:
			return err
		default:
			fmt.Fprintf(term.Out, "%s: fine: %d indicators, %d stages\n", file, len(problem.Indicators), len(problem.Stages))
		}
	}
	if failed {
		return errSilent
	}
	return nil
}

// printableLines takes control characters out of each line.
func printableLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	return strings.Join(lines, "\n")
}

type watchTestCommand struct {
	File    string   `arg:"" help:"The file of indicators." type:"existingfile"`
	Scripts []string `arg:"" optional:"" help:"Files of cases; NAME.test.yaml beside NAME.yaml without them." type:"existingfile"`
}

func (watchTestCommand) Help() string {
	return `Plays cases against the indicators. A case gives articles with findings in short notation, and says what should ring when:

  tests:
    - name: two outlets report it
      given:
        - {at: 2023-05-02T06:00Z, outlets: [A, B], event: "ASSAULT BLR > UKR", place: "Ovruch UKR 51.3,28.8"}
        - {at: 2023-05-01, every: 1d, times: 30, outlet: C}
      expect:
        - {at: 2023-05-02T07:00Z, ringing: [attack], stage: war}`
}

// Run runs cases.
func (c *watchTestCommand) Run(_ context.Context, term terminal) error {
	problem, _, err := problemIn(c.File)
	if err != nil {
		return err
	}
	if len(c.Scripts) == 0 {
		ending := filepath.Ext(c.File)
		c.Scripts = []string{strings.TrimSuffix(c.File, ending) + ".test" + ending}
	}
	cases, failures := 0, 0
	for _, file := range c.Scripts {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		script, err := watch.ReadScript(file, text, problem)
		if err != nil {
			return err
		}
		cases += len(script.Tests)
		for _, failure := range script.Run(problem) {
			failures++
			fmt.Fprintln(term.Out, printableLines(failure.String()))
		}
	}
	fmt.Fprintf(term.Out, "%d cases, %d expectations not met\n", cases, failures)
	if failures > 0 {
		return errSilent
	}
	return nil
}

type watchAddCommand struct {
	ledgerFlag
	Files []string `arg:"" help:"Files of indicators." type:"existingfile"`
	All   bool     `help:"Ring for what the ledger has already too, as if every article had come in when it was published. Nobody is told."`
}

// Run adds problems. What the ledger has before is history that later counts are
// measured by; it does not ring, unless that is asked for.
func (c *watchAddCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		for _, file := range c.Files {
			problem, text, err := problemIn(file)
			if err != nil {
				return err
			}
			changed, err := ledger.Watch(ctx, problem.Name, text, nil)
			if err != nil {
				return err
			}
			if !changed {
				fmt.Fprintf(term.Err, "%s is watched already\n", problem.Name)
				continue
			}
			fmt.Fprintf(term.Err, "watching “%s”: %d indicators\n", problem.Name, len(problem.Indicators))
			if !c.All {
				continue
			}
			if err := catchUp(ctx, term, ledger); err != nil {
				return err
			}
			alarms, err := ingest.NewWatch(ledger, ingest.WatchOptions{}).Past(ctx, problem.Name)
			if err != nil {
				return err
			}
			fmt.Fprintf(term.Err, "%d alarms in the past; “tocsin alarms” shows them\n", len(alarms))
		}
		return look(ctx, term, ledger, "")
	})
}

type watchListCommand struct{ askFlags }

// Run lists what is watched.
func (c *watchListCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		watched, err := ledger.Watches(ctx)
		if err != nil {
			return err
		}
		var rows [][]string
		for _, w := range watched {
			problem, err := indicator.Read(w.Name, w.Rules, ingest.World())
			if err != nil {
				return err
			}
			var state watch.State
			if len(w.State) > 0 {
				if err := json.Unmarshal(w.State, &state); err != nil {
					return err
				}
			}
			ringing := 0
			for _, alarm := range state.Alarms {
				if alarm.Condition != watch.WentOut && alarm.Condition != watch.Expired {
					ringing++
				}
			}
			rows = append(rows, []string{w.Name, state.Stage, strconv.Itoa(len(problem.Indicators)), strconv.Itoa(ringing), moment(state.Now), problem.Question})
		}
		return c.rows(term, []string{"problem", "stage", "indicators", "ringing", "looked", "question"}, rows)
	})
}

type watchRemoveCommand struct {
	ledgerFlag
	Problem string `arg:"" help:"Its name."`
}

// Run ends the watching.
func (c *watchRemoveCommand) Run(ctx context.Context, _ terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error { return ledger.Unwatch(ctx, c.Problem) })
}

type watchLookCommand struct {
	ledgerFlag
	Notify string `help:"A file of channels: tell them what rings." type:"existingfile" placeholder:"FILE"`
}

// Run looks once.
func (c *watchLookCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error { return look(ctx, term, ledger, c.Notify) })
}

// look links and looks at what came in, prints what rang, and sends letters.
func look(ctx context.Context, term terminal, ledger *store.Ledger, channelFile string) error {
	if err := catchUp(ctx, term, ledger); err != nil {
		return err
	}
	channels, err := channelsIn(channelFile)
	if err != nil {
		return err
	}
	changes, err := ingest.NewWatch(ledger, ingest.WatchOptions{Channels: channels}).Follow(ctx)
	for _, change := range changes {
		switch {
		case change.Alarm != nil && (change.Kind == watch.Opened || change.Kind == watch.Escalated || change.Kind == watch.Resolved):
			fmt.Fprintf(term.Out, "%s  %s %s: %s\n", moment(change.At), change.Kind, change.Alarm.ID, printable(change.Alarm.Name+": "+change.Why))
		case change.Kind == watch.Moved:
			fmt.Fprintf(term.Out, "%s  stage: %s → %s\n", moment(change.At), change.From, change.To)
		}
	}
	if err != nil || len(channels) == 0 {
		return err
	}
	_, err = notify.NewDispatcher(ingest.Outbox{Ledger: ledger}, channels, nil, notify.Options{}).Once(ctx)
	return err
}

// channelsIn reads where alarms go; nowhere without a file.
func channelsIn(file string) ([]*notify.Channel, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	configs, err := notify.Parse(text, os.LookupEnv)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return notify.NewChannels(configs, notify.Options{})
}

type notifyCommand struct {
	File    string `arg:"" help:"A file of channels." type:"existingfile"`
	Channel string `help:"Only this one." placeholder:"NAME"`
}

func (notifyCommand) Help() string {
	return `Sends a trial message to the channels of a file, marked as a trial, so that you see that it arrives before it matters.

A file of channels is YAML; secrets are taken from the environment:

  channels:
    - {name: desk, kind: email, url: "smtp://mail.example:587", user: tocsin, password: "${SMTP_PASSWORD}", from: …, to: […]}
    - {name: pager, kind: webhook, url: "https://pager.example/hook", secret: "${PAGER}", severity: severe,
       quiet: {from: "22:00", to: "07:00", zone: Europe/Kyiv}, digest: 15m}

Kinds: webhook, alertmanager, slack, matrix, ntfy, email, shoutrrr.`
}

// Run sends a trial message.
func (c *notifyCommand) Run(ctx context.Context, term terminal) error {
	channels, err := channelsIn(c.File)
	if err != nil {
		return err
	}
	now, sent, failed := time.Now(), 0, false
	trial := notify.Message{
		Alarm: "trial-" + strconv.FormatInt(now.Unix(), 36), Revision: 1, Title: "Trial: this is no alarm", Summary: []string{"Somebody tries whether messages of Tocsin arrive here."},
		Severity: notify.Minor, State: notify.Open, Started: now, Updated: now,
	}
	for _, channel := range channels {
		if c.Channel != "" && channel.Name() != c.Channel {
			continue
		}
		sent++
		if err := channel.Send(ctx, now, notify.KeyOf(trial.Alarm, 1, channel.Name()), trial); err != nil {
			failed = true
			fmt.Fprintf(term.Err, "%s: %v\n", channel.Name(), err)
			continue
		}
		fmt.Fprintf(term.Out, "%s: sent\n", channel.Name())
	}
	if sent == 0 {
		return usagef("%s has no channel %q", c.File, c.Channel)
	}
	if failed {
		return errSilent
	}
	return nil
}
