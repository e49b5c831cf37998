package ingest_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"tocsin"
	"tocsin/ingest"
	"tocsin/notify"
	"tocsin/store"
	"tocsin/store/storetest"
	"tocsin/watch"
	"tocsin/watch/indicator"
)

const indicators = "../examples/northern-border/indicators.yaml"

// chronological are the sample reports as they came in, an hour after they were
// published.
func chronological() []tocsin.Findings {
	return slices.SortedStableFunc(slices.Values(reports()), func(a, b tocsin.Findings) int {
		return a.Article.Published.Compare(b.Article.Published)
	})
}

func came(f tocsin.Findings) time.Time { return f.Article.Published.Add(time.Hour) }

// live takes the reports in one after the other as if it were then, and watches.
// What is in the ledger already changes nothing, so it may be killed and begun
// again.
func live(ctx context.Context, where string, reports []tocsin.Findings) error {
	now := time.Time{}
	clock := func() time.Time { return now }
	ledger, err := store.Open(ctx, where, store.Options{Create: true, Now: clock})
	if err != nil {
		return err
	}
	defer ledger.Close()
	rules, err := os.ReadFile(indicators)
	if err != nil {
		return err
	}
	problem, err := indicator.Read("indicators.yaml", rules, ingest.World())
	if err != nil {
		return err
	}
	if _, err := ledger.Watch(ctx, problem.Name, rules, nil); err != nil {
		return err
	}
	configs, err := notify.Parse([]byte(`channels: [{name: desk, kind: webhook, url: "https://desk.example/hook"}]`), os.LookupEnv)
	if err != nil {
		return err
	}
	channels, err := notify.NewChannels(configs, notify.Options{})
	if err != nil {
		return err
	}
	links, bell := ingest.NewLinks(ledger), ingest.NewWatch(ledger, ingest.WatchOptions{Now: clock, Channels: channels})
	for _, f := range reports {
		now = came(f)
		is, err := ledger.Identify(ctx, f.Article, f.Reader)
		if err != nil {
			return err
		}
		if !is.Known {
			f.Article.ID = is.ID
			if _, err := ledger.Save(ctx, store.Delivery{Findings: f, Identity: is, Raw: []byte(is.ID), Evidence: tocsin.Evidence{SHA256: is.ID}}); err != nil {
				return err
			}
		}
		if err := links.Follow(ctx, nil); err != nil {
			return err
		}
		if _, err := bell.Follow(ctx); err != nil {
			return err
		}
	}
	return nil
}

// rang is what a ledger knows of alarms and letters.
func rang(t *testing.T, where string) []string {
	t.Helper()
	ledger := storetest.Open(t, where, nil)
	rows, err := ledger.Alarms(context.Background(), store.AlarmFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range rows {
		var alarm watch.Alarm
		if err := json.Unmarshal(row.Body, &alarm); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s opened %s, observed %g, %d origins, %d steps", alarm.ID, alarm.Indicator, alarm.Condition, alarm.Opened.Format(time.DateOnly), alarm.Observed, alarm.Origins, len(alarm.History)))
	}
	letters, err := ledger.Letters(context.Background(), tocsin.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, letter := range letters {
		lines = append(lines, "letter "+letter.Key)
	}
	slices.Sort(lines)
	return lines
}

func TestAKilledWatchLosesAndDoublesNoAlarm(t *testing.T) {
	file := filepath.Join(t.TempDir(), "reports.json")
	read, err := json.Marshal(chronological())
	if err == nil {
		err = os.WriteFile(file, read, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(t.TempDir(), "whole.db")
	if err := live(context.Background(), whole, chronological()); err != nil {
		t.Fatal(err)
	}
	want := rang(t, whole)
	if len(want) < 20 || !slices.ContainsFunc(want, func(line string) bool { return strings.Contains(line, " attack ") }) {
		t.Fatalf("this shows nothing: %v", want)
	}
	storetest.Each(t, func(t *testing.T, where string) {
		for kill := range *kills {
			victim := process(t, "watch", where, file)
			time.Sleep(time.Duration(60+rand.IntN(400)) * time.Millisecond)
			victim.Process.Kill()
			victim.Wait()
			t.Logf("kill %d", kill)
		}
		if err := process(t, "watch", where, file).Wait(); err != nil {
			t.Fatal(err)
		}
		if d := diff.Diff(want, rang(t, where)); d != "" {
			t.Error(d)
		}
	})
}

// An alarm of a ledger rings again from its receipt, and analysts' words stay.
func TestAlarmsAreReplayedAndActedOn(t *testing.T) {
	ctx := context.Background()
	where := filepath.Join(t.TempDir(), "ledger.db")
	if err := live(ctx, where, chronological()); err != nil {
		t.Fatal(err)
	}
	ledger := storetest.Open(t, where, nil)
	rows, err := ledger.Alarms(ctx, store.AlarmFilter{})
	if err != nil {
		t.Fatal(err)
	}
	replayed := 0
	for _, row := range rows {
		var alarm watch.Alarm
		if err := json.Unmarshal(row.Body, &alarm); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(alarm.Indicator, "stage/") {
			continue
		}
		env, err := ingest.EnvOf(ctx, ledger, alarm.Receipt.At)
		if err != nil {
			t.Fatal(err)
		}
		chronicle, failed := ingest.Lived(ctx, ledger, alarm.Receipt.At)
		sightings := slices.Collect(chronicle)
		if err := failed(); err != nil {
			t.Fatal(err)
		}
		differences, err := watch.Replay(alarm.Receipt, sightings, ingest.World(), env)
		if err != nil || len(differences) > 0 {
			t.Errorf("%s %s: %v %v", alarm.ID, alarm.Indicator, differences, err)
		}
		replayed++
	}
	if replayed < 5 {
		t.Fatalf("only %d alarms", replayed)
	}
	bell := ingest.NewWatch(ledger, ingest.WatchOptions{})
	old := slices.MinFunc(rows, func(a, b store.AlarmRow) int { return cmp.Or(a.Opened.Compare(b.Opened), strings.Compare(a.ID, b.ID)) })
	judged, err := bell.Act(ctx, watch.Action{Deed: watch.Judge, Alarm: old.ID, Verdict: "true", Who: "cd", Why: "it was so", At: time.Now()})
	if err != nil || judged.Verdict != "true" {
		t.Fatalf("%+v %v", judged.Verdict, err)
	}
	if again, err := ledger.Alarm(ctx, old.ID); err != nil || !strings.Contains(string(again.Body), "it was so") {
		t.Errorf("the verdict is not kept: %v", err)
	}
	if _, err := bell.Act(ctx, watch.Action{Deed: watch.Judge, Alarm: "none", Verdict: "true", Who: "cd", At: time.Now()}); err == nil {
		t.Error("an alarm that there is not was judged")
	}
}
