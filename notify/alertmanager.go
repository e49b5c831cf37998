package notify

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"strings"
	"time"
)

// alertmanager posts what Prometheus Alertmanager posts to its web hooks
// (version 4 of its format), so that whatever receives those can receive ours.
// A token goes along as a bearer's.
type alertmanager struct {
	*web
	url, token, receiver string
}

type alertGroup struct {
	Version           string            `json:"version"`
	GroupKey          string            `json:"groupKey"`
	TruncatedAlerts   int               `json:"truncatedAlerts"`
	Status            string            `json:"status"`
	Receiver          string            `json:"receiver"`
	GroupLabels       map[string]string `json:"groupLabels"`
	CommonLabels      map[string]string `json:"commonLabels"`
	CommonAnnotations map[string]string `json:"commonAnnotations"`
	ExternalURL       string            `json:"externalURL"`
	Alerts            []alert           `json:"alerts"`
}

type alert struct {
	Status       string            `json:"status"`
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"` // the zero time while it rings, as in Alertmanager
	GeneratorURL string            `json:"generatorURL"`
	Fingerprint  string            `json:"fingerprint"`
}

func (a *alertmanager) send(ctx context.Context, b batch) error {
	var headers [][2]string
	if a.token != "" {
		headers = append(headers, [2]string{"Authorization", "Bearer " + a.token})
	}
	return a.post(ctx, a.url, b.key, groupOf(b, a.receiver), headers...)
}

func groupOf(b batch, receiver string) alertGroup {
	group := alertGroup{Version: "4", Receiver: receiver, Status: "resolved"}
	for i, m := range b.messages {
		one := alertOf(m)
		group.Alerts = append(group.Alerts, one)
		if one.Status == "firing" {
			group.Status = "firing"
		}
		if i == 0 {
			group.CommonLabels, group.CommonAnnotations = maps.Clone(one.Labels), maps.Clone(one.Annotations)
			continue
		}
		keepCommon(group.CommonLabels, one.Labels)
		keepCommon(group.CommonAnnotations, one.Annotations)
	}
	by := "problem"
	if len(b.messages) == 1 {
		by = "alarm"
	}
	group.GroupLabels, group.GroupKey = map[string]string{}, "{}:{}"
	if value, ok := group.CommonLabels[by]; ok {
		group.GroupLabels[by] = value
		group.GroupKey = fmt.Sprintf("{}:{%s=%q}", by, value)
	}
	return group
}

func keepCommon(common, others map[string]string) {
	maps.DeleteFunc(common, func(name, value string) bool {
		other, ok := others[name]
		return !ok || other != value
	})
}

// alertOf makes an alert. Receivers know it again by its fingerprint and the
// label alarm, which last as long as the alarm; a severity may rise. What else
// changes is in annotations.
func alertOf(m Message) alert {
	labels := map[string]string{}
	for name, value := range m.Labels {
		labels[labelName(name)] = value
	}
	labels["alertname"] = cmp.Or(m.Indicator, m.Problem, "alarm")
	labels["alarm"] = m.Alarm
	one := alert{
		Status: "firing", Labels: labels, Annotations: map[string]string{"summary": line(m.Title, maxTitle)},
		StartsAt: m.Started.UTC(), GeneratorURL: webLink(m.Link), Fingerprint: hashed("alarm", m.Alarm)[:16],
	}
	if m.Problem != "" {
		labels["problem"] = m.Problem
	}
	if m.Severity != "" {
		labels["severity"] = string(m.Severity)
	}
	for name, value := range map[string]string{
		"description": strings.Join(m.Summary, "\n"), "stage": m.Stage, "likelihood": m.Likelihood,
		"confidence": m.Confidence, "receipt": m.Receipt, "area": areaName(m.Area), "evidence": evidenceLines(m),
	} {
		if value != "" {
			one.Annotations[name] = value
		}
	}
	if m.State == Resolved {
		one.Status, one.EndsAt = "resolved", m.latest().UTC()
	}
	return one
}

// labelName makes a name of what Prometheus allows: [a-zA-Z_][a-zA-Z0-9_]*.
func labelName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '_'
	}, name)
	if name == "" || '0' <= name[0] && name[0] <= '9' {
		return "_" + name
	}
	return name
}

func evidenceLines(m Message) string {
	var lines []string
	for _, e := range m.Evidence[:min(len(m.Evidence), maxEvidence)] {
		words := credit(e)
		if e.Quote != "" {
			words = "“" + line(e.Quote, maxQuote) + "” — " + words
		}
		lines = append(lines, strings.TrimSpace(words+" "+webLink(e.URL)))
	}
	return strings.Join(lines, "\n")
}
