package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin"
	"tocsin/ingest"
	"tocsin/notify"
	"tocsin/serve/query"
	"tocsin/store"
	"tocsin/watch"
	"tocsin/watch/indicator"
)

type alarmsCommand struct {
	askFlags
	Problem   string   `help:"Only of this warning problem." placeholder:"NAME"`
	Indicator string   `help:"Only of this indicator." placeholder:"ID"`
	State     []string `help:"Only those that are open, acknowledged, assigned, silenced, resolved or expired." placeholder:"STATE"`
	Atom      bool     `help:"As an Atom feed."`
}

func (alarmsCommand) Help() string {
	return `Lists what rang, the latest change first. “tocsin alarm show” prints the receipt of one: what was counted, what was
expected, who says it, and what would not have made it ring.

Examples:

  tocsin alarms --state open
  tocsin alarms --problem "A new front opens from Belarus" --format jsonl`
}

// Run lists alarms.
func (c *alarmsCommand) Run(ctx context.Context, term terminal) error {
	return c.ask(ctx, func(ledger *store.Ledger, filter tocsin.Filter) error {
		rows, err := ledger.Alarms(ctx, store.AlarmFilter{Problem: c.Problem, Indicator: c.Indicator, States: c.State, Since: filter.From, Limit: filter.Limit})
		if err != nil {
			return err
		}
		alarms := make([]watch.Alarm, len(rows))
		for i, row := range rows {
			if err := json.Unmarshal(row.Body, &alarms[i]); err != nil {
				return err
			}
		}
		return c.write(term, alarms)
	})
}

func (c *alarmsCommand) write(term terminal, alarms []watch.Alarm) error {
	if c.Atom {
		var messages []notify.Message
		for _, a := range alarms {
			messages = append(messages, ingest.MessageOf(a, stateOf(a.Condition), "", "", ""))
		}
		_, err := term.Out.Write(notify.Atom(notify.Feed{Title: "Alarms"}, messages))
		return err
	}
	if c.Format == "json" || c.Format == "jsonl" {
		return writeObjects(term.Out, alarms, c.Format == "json")
	}
	out := make([][]string, len(alarms))
	for i, a := range alarms {
		name := a.Name
		if a.Key != "" {
			name += ": " + a.Key
		}
		out[i] = []string{a.ID, moment(a.Opened), string(a.Condition), string(a.Severity), a.Problem, name, strconv.FormatFloat(a.Observed, 'f', -1, 64), strconv.Itoa(a.Origins), a.Assessment.Likelihood, a.Assessment.Confidence, string(a.Verdict)}
	}
	return c.rows(term, []string{"alarm", "opened", "state", "severity", "problem", "name", "observed", "origins", "likelihood", "confidence", "verdict"}, out)
}

// stateOf is an alarm's condition as messages tell it.
func stateOf(condition watch.Condition) notify.State {
	switch condition {
	case watch.WentOut, watch.Expired:
		return notify.Resolved
	case watch.Open:
		return notify.Open
	}
	return notify.Updated
}

type alarmCommand struct {
	Show    alarmShowCommand    `cmd:"" help:"Print an alarm with its receipt."`
	Replay  alarmReplayCommand  `cmd:"" help:"Judge once more, from the receipt and the ledger, and tell differences."`
	Ack     alarmAckCommand     `cmd:"" help:"Say that you have seen it."`
	Assign  alarmAssignCommand  `cmd:"" help:"Say who works on it."`
	Silence alarmSilenceCommand `cmd:"" help:"Do not announce it until a time."`
	Resolve alarmResolveCommand `cmd:"" help:"Put it out: what it rang for does not count any more."`
	Reopen  alarmReopenCommand  `cmd:"" help:"Light it again."`
	Judge   alarmJudgeCommand   `cmd:"" help:"Say whether it was true, false or noise."`
	Note    alarmNoteCommand    `cmd:"" help:"Write something beside it."`
	CAP     alarmCAPCommand     `cmd:"" name:"cap" help:"Write it in the Common Alerting Protocol."`
}

// alarmFlags name an alarm and who does something with it.
type alarmFlags struct {
	ledgerFlag
	ID  string `arg:"" name:"alarm" help:"ID of the alarm."`
	Who string `help:"Who says so; your user name without it." placeholder:"NAME"`
	Why string `help:"The reason." placeholder:"WORDS"`
}

// act does to the alarm what the action says.
func (f alarmFlags) act(ctx context.Context, term terminal, action watch.Action) error {
	action.Alarm, action.Who, action.Why, action.At = f.ID, cmp.Or(f.Who, me()), f.Why, time.Now()
	return f.with(ctx, func(ledger *store.Ledger) error {
		alarm, err := ingest.NewWatch(ledger, ingest.WatchOptions{}).Act(ctx, action)
		if err == nil {
			fmt.Fprintf(term.Err, "%s is %s\n", alarm.ID, alarm.Condition)
		}
		return err
	})
}

type (
	alarmAckCommand     struct{ alarmFlags }
	alarmResolveCommand struct{ alarmFlags }
	alarmReopenCommand  struct{ alarmFlags }
	alarmNoteCommand    struct{ alarmFlags }
	alarmAssignCommand  struct {
		alarmFlags
		To string `arg:"" help:"Who works on it."`
	}
	alarmSilenceCommand struct {
		alarmFlags
		Until string `help:"Until when: a day (its end) or a moment." required:"" placeholder:"TIME"`
	}
	alarmJudgeCommand struct {
		alarmFlags
		Verdict string `arg:"" help:"true, false, noise, or none to take it back." enum:"true,false,noise,none"`
	}
)

// Run acknowledges.
func (c *alarmAckCommand) Run(ctx context.Context, term terminal) error {
	return c.act(ctx, term, watch.Action{Deed: watch.Acknowledge})
}

// Run resolves.
func (c *alarmResolveCommand) Run(ctx context.Context, term terminal) error {
	return c.act(ctx, term, watch.Action{Deed: watch.Resolve})
}

// Run reopens.
func (c *alarmReopenCommand) Run(ctx context.Context, term terminal) error {
	return c.act(ctx, term, watch.Action{Deed: watch.Reopen})
}

// Run notes.
func (c *alarmNoteCommand) Run(ctx context.Context, term terminal) error {
	return c.act(ctx, term, watch.Action{Deed: watch.Note})
}

// Run assigns.
func (c *alarmAssignCommand) Run(ctx context.Context, term terminal) error {
	return c.act(ctx, term, watch.Action{Deed: watch.Assign, To: c.To})
}

// Run silences.
func (c *alarmSilenceCommand) Run(ctx context.Context, term terminal) error {
	until, err := query.Instant("until", c.Until, true)
	if err != nil {
		return mistaken(err)
	}
	return c.act(ctx, term, watch.Action{Deed: watch.Silence, Until: until})
}

// Run judges.
func (c *alarmJudgeCommand) Run(ctx context.Context, term terminal) error {
	verdict := watch.Verdict(c.Verdict)
	if c.Verdict == "none" {
		verdict = ""
	}
	return c.act(ctx, term, watch.Action{Deed: watch.Judge, Verdict: verdict})
}

type alarmShowCommand struct {
	ledgerFlag
	ID   string `arg:"" name:"alarm" help:"ID of the alarm."`
	JSON bool   `name:"json" help:"All of it, as JSON."`
}

// alarmOf reads an alarm.
func alarmOf(ctx context.Context, ledger *store.Ledger, id string) (watch.Alarm, error) {
	var alarm watch.Alarm
	row, err := ledger.Alarm(ctx, id)
	if err != nil {
		return alarm, err
	}
	return alarm, json.Unmarshal(row.Body, &alarm)
}

// Run prints an alarm.
func (c *alarmShowCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		alarm, err := alarmOf(ctx, ledger, c.ID)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeObjects(term.Out, []watch.Alarm{alarm}, false)
		}
		showAlarm(term, alarm)
		return nil
	})
}

// showAlarm prints an alarm with its receipt for people.
func showAlarm(term terminal, a watch.Alarm) {
	out := func(format string, args ...any) { fmt.Fprintf(term.Out, format+"\n", args...) }
	r := a.Receipt
	name := a.Name
	if a.Key != "" {
		name += ": " + a.Key
	}
	out("%s  %s", a.ID, printable(name))
	out("  %s, %s, opened %s", a.Condition, a.Severity, moment(a.Opened))
	out("  problem: %s", printable(a.Problem))
	if a.Question != "" {
		out("  question: %s", printable(a.Question))
	}
	out("  %s, with %s confidence", a.Assessment.Likelihood, a.Assessment.Confidence)
	for _, reason := range a.Assessment.Reasons {
		out("    %s", printable(reason))
	}
	out("\nreceipt")
	out("  %s", printable(r.Explanation))
	out("  window %s to %s: observed %s, expected %.3g, enough at %.3g", moment(r.From), moment(r.To), strconv.FormatFloat(r.Observed, 'f', -1, 64), r.Expected, r.Upper)
	for _, m := range r.Sightings {
		out("  %s  %s (%s): “%s”", moment(m.At), printable(m.Outlet), printable(m.Article), printable(m.Text))
	}
	if r.More > 0 {
		out("  and %d more", r.More)
	}
	out("  %d independent origins: %s", len(r.Origins), printable(strings.Join(r.Origins, ", ")))
	for _, without := range r.Without {
		out("  %s", printable(without))
	}
	out("  rule %s", r.Hash)
	out("  reader %s, linker %s, tree head %d:%s", printable(r.Reader.Version), r.Linker, r.Tree.Size, r.Tree.Root)
	out("\nhistory")
	for _, step := range a.History {
		out("  %s  %s  %s  %s", moment(step.At), step.What, printable(step.Who), printable(step.Why))
	}
}

type alarmReplayCommand struct {
	ledgerFlag
	ID string `arg:"" name:"alarm" help:"ID of the alarm."`
}

// Run replays an alarm.
func (c *alarmReplayCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		alarm, err := alarmOf(ctx, ledger, c.ID)
		if err != nil {
			return err
		}
		// An alarm of the past, rung as if articles had come in when they were
		// published, is judged so again.
		var differences []string
		for i, past := range []func() (iter.Seq[indicator.Sighting], func() error){
			func() (iter.Seq[indicator.Sighting], func() error) {
				return ingest.Lived(ctx, ledger, alarm.Receipt.At)
			},
			func() (iter.Seq[indicator.Sighting], func() error) {
				return ingest.Chronicle(ctx, ledger, alarm.Receipt.To)
			},
		} {
			asOf := alarm.Receipt.At
			if i > 0 {
				asOf = time.Time{}
			}
			env, err := ingest.EnvOf(ctx, ledger, asOf)
			if err != nil {
				return err
			}
			sightings, failed := past()
			if differences, err = watch.Replay(alarm.Receipt, slices.Collect(sightings), ingest.World(), env); err == nil {
				err = failed()
			}
			if err != nil || len(differences) == 0 {
				break
			}
		}
		if err != nil {
			return err
		}
		if len(differences) == 0 {
			fmt.Fprintf(term.Out, "%s rings again: the same count, the same origins, the same bar\n", alarm.ID)
			return nil
		}
		for _, difference := range differences {
			fmt.Fprintln(term.Out, printable(difference))
		}
		return errSilent
	})
}

type alarmCAPCommand struct {
	ledgerFlag
	ID        string `arg:"" name:"alarm" help:"ID of the alarm."`
	Exercise  bool   `help:"Of an exercise; a test without it."`
	Confirmed string `help:"Who has confirmed that it is true: only then is it an actual alert." placeholder:"NAME"`
	Sender    string `help:"Who sends it, as CAP wants it: an address." default:"tocsin@localhost" placeholder:"ADDRESS"`
	Output    string `short:"o" help:"Write to FILE." placeholder:"FILE"`
}

// Run writes an alarm as CAP 1.2.
func (c *alarmCAPCommand) Run(ctx context.Context, term terminal) error {
	return c.with(ctx, func(ledger *store.Ledger) error {
		alarm, err := alarmOf(ctx, ledger, c.ID)
		if err != nil {
			return err
		}
		now := time.Now()
		options := notify.CAPOptions{Sender: c.Sender, Exercise: c.Exercise}
		if c.Confirmed != "" {
			options.Confirmed = notify.Confirmed{Who: c.Confirmed, At: now}
		}
		document, _, err := notify.CAP(ingest.MessageOf(alarm, stateOf(alarm.Condition), "", "", ""), now, options)
		if err != nil {
			return err
		}
		if c.Output != "" {
			return os.WriteFile(c.Output, document, 0o666)
		}
		_, err = term.Out.Write(document)
		return err
	})
}
