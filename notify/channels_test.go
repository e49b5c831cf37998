package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

func TestWebhookIsSigned(t *testing.T) {
	s := newSide(t)
	secret := "whsec_" + base64.StdEncoding.EncodeToString([]byte("rain on the roof"))
	got := sendTo(t, s, Config{URL: s.URL + "/hook", Secret: secret}, bridge())
	if got.method != "POST" || got.path != "/hook" || got.header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s of %s", got.method, got.path, got.header.Get("Content-Type"))
	}
	for name, want := range map[string]string{"Webhook-Id": "key-1", "Idempotency-Key": "key-1", "Webhook-Timestamp": "1710417600"} {
		if value := got.header.Get(name); value != want {
			t.Errorf("%s: %q, want %q", name, value, want)
		}
	}
	mac := hmac.New(sha256.New, []byte("rain on the roof"))
	mac.Write([]byte("key-1.1710417600." + got.body))
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); got.header.Get("Webhook-Signature") != want {
		t.Errorf("signature %q, want %q", got.header.Get("Webhook-Signature"), want)
	}
	has(t, got.body, `{"schema":"tocsin.alarms/1","key":"key-1","channel":"desk","alarms":[{"alarm":"a17","revision":3,`,
		`"title":"Pontoons & cranes <near> the river"`, `"started":"2024-03-13T10:00:00Z"`, `"receipt":"sha256:4be1"`)
}

func TestWebhookWithoutSecretIsNotSigned(t *testing.T) {
	s := newSide(t)
	got := sendTo(t, s, Config{URL: s.URL}, bridge())
	if signature := got.header.Get("Webhook-Signature"); signature != "" {
		t.Errorf("signed %q with no secret", signature)
	}
}

func hookSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("schema/alarms.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	words, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("alarms.json", words); err != nil {
		t.Fatal(err)
	}
	return compiler.MustCompile("alarms.json")
}

func TestWebhookKeepsToItsSchema(t *testing.T) {
	schema := hookSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		m := Message{
			Alarm: rapid.StringN(1, 20, 40).Draw(t, "alarm"), Revision: rapid.Int().Draw(t, "revision"), Title: rapid.StringN(1, 20, 90).Draw(t, "title"),
			Severity: rapid.SampledFrom(severities).Draw(t, "severity"), State: rapid.SampledFrom([]State{Open, Updated, Resolved}).Draw(t, "state"),
			Started: noon, Summary: rapid.SliceOf(rapid.String()).Draw(t, "summary"), Labels: rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "labels"),
		}
		if rapid.Bool().Draw(t, "more") {
			m.Ended, m.Area, m.Evidence = noon, Area{Country: "BLR", Km: 3}, []Evidence{{Quote: rapid.String().Draw(t, "quote"), Published: noon}}
		}
		body := encoded(hookBody{"tocsin.alarms/1", "k", "desk", newest([]Message{m, bridge()})})
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance); err != nil {
			t.Fatalf("%v\n%s", err, body)
		}
	})
}

func TestAlertmanager(t *testing.T) {
	s := newSide(t)
	over := alarm("b2", 1, Minor)
	over.State, over.Ended, over.Problem = Resolved, noon, "northern-border"
	got := sendTo(t, s, Config{Kind: "alertmanager", URL: s.URL + "/alerts", Secret: "tok-123"}, over, bridge())
	if got.header.Get("Authorization") != "Bearer tok-123" {
		t.Errorf("authorization %q", got.header.Get("Authorization"))
	}
	var body map[string]any
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{"version": "4", "status": "firing", "receiver": "desk", "truncatedAlerts": 0.0, "externalURL": ""} {
		if body[name] != want {
			t.Errorf("%s: %v, want %v", name, body[name], want)
		}
	}
	has(t, got.body,
		`"labels":{"alarm":"a17","alertname":"bridging-units","on_call":"yes","problem":"northern-border","severity":"severe","team":"east"}`,
		`"startsAt":"2024-03-13T10:00:00Z","endsAt":"0001-01-01T00:00:00Z"`, `"status":"resolved"`, `"endsAt":"2024-03-14T12:00:00Z"`,
		`"groupLabels":{"problem":"northern-border"}`, `"commonLabels":{"problem":"northern-border"}`,
		`"summary":"Pontoons & cranes <near> the river"`, `"generatorURL":"https://tocsin.example/alarms/a17?from=mail&x=1"`)
	later := bridge()
	later.Revision, later.Title, later.Stage, later.Summary = 4, "Pontoons in the water", "crossing", nil
	if a, b := alertOf(bridge()), alertOf(later); a.Fingerprint != b.Fingerprint || len(a.Fingerprint) != 16 || a.Annotations["stage"] == b.Annotations["stage"] {
		t.Errorf("a new revision has the fingerprint %s, the old one %s", b.Fingerprint, a.Fingerprint)
	}
}

func TestSlackEscapesWhatArticlesSay(t *testing.T) {
	s := newSide(t)
	m := bridge()
	m.Evidence = append(m.Evidence, Evidence{Title: "<!channel> look", URL: "https://x.example/a|b>c"})
	got := sendTo(t, s, Config{Kind: "slack", URL: s.URL + "/services/T0/B0/xyz"}, m)
	has(t, got.body, `"text":"Update (severe): Pontoons &amp; cranes &lt;near&gt; the river"`,
		`{"type":"header","text":{"type":"plain_text","text":"Update (severe): Pontoons & cranes <near> the river"}}`,
		`<https://gazette.example/cranes?a=1&amp;b=2|“Cranes at the quay”, Harbour Gazette, 13 March 2024>`,
		`Judged likely; confidence: moderate.`, `&lt;!channel&gt; look`, `receipt sha256:4be1`)
	hasNot(t, got.body, "<!channel>", "javascript:", "a|b>c")
}

func TestSlackKeepsItsBounds(t *testing.T) {
	var many []Message
	for range 60 {
		m := bridge()
		m.Alarm, m.Title = strings.Repeat("x", len(many)+1), strings.Repeat("long ", 100)
		for range 30 {
			m.Summary = append(m.Summary, strings.Repeat("&&&& ", 200))
			m.Evidence = append(m.Evidence, Evidence{Title: "t", URL: "https://x.example/" + strings.Repeat("y", 2000)})
		}
		many = append(many, m)
	}
	body := slackBodyOf(newest(many))
	if len(body.Blocks) > 50 {
		t.Errorf("%d blocks", len(body.Blocks))
	}
	for _, block := range body.Blocks {
		if block.Text == nil {
			continue
		}
		most := 3000
		if block.Type == "header" {
			most = 150
		}
		if n := len([]rune(block.Text.Text)); n > most || n == 0 {
			t.Errorf("a %s of %d characters", block.Type, n)
		}
	}
}

func TestMatrixPutsOneTransaction(t *testing.T) {
	s := newSide(t)
	got := sendTo(t, s, Config{Kind: "matrix", URL: s.URL, Room: "!abc:desk.example", Secret: "tok-123"}, bridge())
	if want := "/_matrix/client/v3/rooms/%21abc:desk.example/send/m.room.message/key-1"; got.method != "PUT" || got.path != want {
		t.Errorf("%s %s, want PUT %s", got.method, got.path, want)
	}
	if got.header.Get("Authorization") != "Bearer tok-123" {
		t.Errorf("authorization %q", got.header.Get("Authorization"))
	}
	has(t, got.body, `"msgtype":"m.text"`, `"format":"org.matrix.custom.html"`, `"m.mentions":{}`, `<h4>Update (severe): Pontoons &amp; cranes &lt;near&gt; the river</h4>`,
		`“we counted nine &lt;pontoons&gt;, said the harbour master” — <a href=\"https://gazette.example/cranes?a=1&amp;b=2\">`)
	hasNot(t, got.body, "javascript:")
}

func TestNtfy(t *testing.T) {
	s := newSide(t)
	got := sendTo(t, s, Config{Kind: "ntfy", URL: s.URL + "/bells/north", Secret: "tok-123"}, bridge())
	if got.path != "/bells" && got.path != "/bells/" {
		t.Errorf("posted to %s", got.path)
	}
	has(t, got.body, `"topic":"north"`, `"title":"Update (severe): Pontoons & cranes <near> the river"`, `"priority":4`, `"click":"https://tocsin.example/alarms/a17?from=mail&x=1"`)
	if auth := got.header.Get("Authorization"); auth != "Bearer tok-123" {
		t.Errorf("authorization %q", auth)
	}
	over := alarm("x", 2, Extreme)
	over.State = Resolved
	if p := ntfyPriority([]Message{over}); p != 2 {
		t.Errorf("what is over has the priority %d", p)
	}
	long := bridge()
	for range 200 {
		long.Summary = append(long.Summary, strings.Repeat("ü", 400))
	}
	var body ntfyBody
	s2 := newSide(t)
	if err := json.Unmarshal([]byte(sendTo(t, s2, Config{Kind: "ntfy", URL: s2.URL + "/north"}, long).body), &body); err != nil || len(body.Message) > 4096 {
		t.Errorf("%d bytes, %v", len(body.Message), err)
	}
}

func TestShoutrrr(t *testing.T) {
	s := newSide(t)
	got := sendTo(t, s, Config{URL: "generic://" + strings.TrimPrefix(s.URL, "http://") + "/in?disabletls=yes&template=json"}, bridge())
	var body map[string]string
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatal(err)
	}
	if body["title"] != "Update (severe): Pontoons & cranes <near> the river" {
		t.Errorf("title %q", body["title"])
	}
	has(t, body["message"], "we counted nine <pontoons>", "https://gazette.example/cranes?a=1&b=2")
	hasNot(t, body["message"], "@everyone", "javascript:")
}

func TestDigestTellsEachAlarmOnce(t *testing.T) {
	s := newSide(t)
	old, over := alarm("a", 1, Minor), alarm("c", 5, Moderate)
	over.State, over.Ended = Resolved, noon
	got := sendTo(t, s, Config{Kind: "ntfy", URL: s.URL + "/north"}, old, over, alarm("a", 2, Moderate), alarm("b", 1, Severe))
	has(t, got.body, `"title":"3 alarms: 1 severe, 1 moderate, 1 over"`, "Alarm (severe): Alarm b", "Alarm (moderate): Alarm a", "Over (moderate): Alarm c")
	hasNot(t, got.body, "Alarm (minor)")
	if b, a := strings.Index(got.body, "Alarm b"), strings.Index(got.body, "Alarm a"); b > a {
		t.Error("the severest is not first")
	}
}

func TestTextsAreOneLineWhereTheyMustBe(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nBcc: x@y.example": "a Bcc: x@y.example", "  two \t words ": "two words", "turned\u202e round": "turned round", "a\x00b": "a b", "": "",
		strings.Repeat("é", 30): strings.Repeat("é", 19) + "…",
	} {
		if got := line(in, 20); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestPlainTextOfAnAlarm(t *testing.T) {
	want := `Update (severe): Pontoons & cranes <near> the river

Expected 1.2 reports a day, observed 7.
Three independent origins.
Judged likely; confidence: moderate.
Problem: northern-border · Stage: assembly · Indicator: bridging-units · Area: Dubrovka crossing

It rests on:
- “we counted nine <pontoons>, said the harbour master”
  “Cranes at the quay”, Harbour Gazette, 13 March 2024
  https://gazette.example/cranes?a=1&b=2
- “@everyone should look | away”
  “A quiet night”, The Lamp

Since 13 March 2024 10:00 UTC, updated 14 March 2024 11:00 UTC
https://tocsin.example/alarms/a17?from=mail&x=1
Receipt: sha256:4be1`
	if got := plain(bridge()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
