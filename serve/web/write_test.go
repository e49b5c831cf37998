package web_test

import (
	"bytes"
	"context"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tocsin"
	"tocsin/ingest"
	"tocsin/store"
)

// count is how many things a list must show.
func (s *site) count(path string) int {
	s.t.Helper()
	ctx := context.Background()
	if path == "/claims" {
		all, err := s.ledger.Statements(ctx, tocsin.Filter{}, "")
		if err != nil {
			s.t.Fatal(err)
		}
		return len(all)
	}
	n, err := s.ledger.Count(ctx, tocsin.NounEvent, tocsin.Filter{})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestWhoMayNotWriteIsRefused(t *testing.T) {
	s := open(t)
	story := s.shared()
	article := story.Articles[0]
	claim := s.findings(article).Claims[0].ID
	statement := s.statement(tocsin.SingleSource).ID
	forms := map[string][]string{
		"/articles/" + article + "/correct":     {"finding", claim, "do", "dismiss", "why", "no"},
		"/statements/" + statement + "/verdict": {"standing", "denied", "why", "no"},
		"/stories/" + story.ID + "/pins":        {"article", article, "do", "split", "why", "no"},
		"/actors/Alexander%20Lukashenko":        {"into", "Somebody", "why", "no"},
		"/corrections/undo":                     {"seq", "1", "why", "no"},
		"/review":                               {"finding", article + "#" + claim, "why", "no"},
		"/watch":                                {"rules", "problem: x"},
		"/watch/w1":                             {"deed", "true"},
		"/sources":                              {"url", "https://feed.example/rss"},
		"/sources/remove":                       {"url", "https://feed.example/rss"},
		"/sources/import":                       {},
	}
	feeds := func() int {
		list, err := s.ledger.Feeds(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	for address, fields := range forms {
		s.role = "viewer"
		if status, _ := s.post(address, fields...); status != http.StatusForbidden {
			t.Errorf("a viewer’s POST %s: %d, want 403", address, status)
		}
		s.role = "admin"
		for _, csrf := range []string{"", "guessed", token + "x"} {
			if status, _ := s.post(address, append(slices.Clone(fields), "csrf", csrf)...); status != http.StatusForbidden {
				t.Errorf("POST %s with the token %q: %d, want 403", address, csrf, status)
			}
		}
	}
	if n := s.corrections(); n != 0 || feeds() != 0 {
		t.Errorf("%d corrections and %d feeds came of what was refused", n, feeds())
	}
}

func TestDismissAndUndo(t *testing.T) {
	s := open(t)
	article := s.shared().Articles[0]
	claim := s.findings(article).Claims[0].ID
	wants(t, s.page("/articles/"+article+"/correct?finding="+claim), "This is no claim", `name="csrf"`)
	if status, body := s.post("/articles/"+article+"/correct", "finding", claim, "do", "dismiss", "why", ""); status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d\n%s", status, body)
	}
	if status, to := s.post("/articles/"+article+"/correct", "finding", claim, "do", "dismiss", "why", "an idiom"); status != http.StatusSeeOther || to != "/articles/"+article {
		t.Fatalf("dismissing: %d to %s", status, to)
	}
	lacks(t, s.page("/articles/"+article), `id="`+claim+`"`)
	body := s.page("/corrections")
	wants(t, body, "no such claim", "an idiom", "Mara Lind")
	_, after, _ := strings.Cut(body, `name="seq" value="`)
	seq, _, _ := strings.Cut(after, `"`)
	s.post("/corrections/undo", "seq", seq, "why", "it was one after all")
	wants(t, s.page("/articles/"+article), `id="`+claim+`"`)
}

// TestReviewConfirms: what is right leaves the queue, copies of it with it.
func TestReviewConfirms(t *testing.T) {
	s := open(t)
	body := s.page("/review")
	form := regexp.MustCompile(`(?s)<form class="row" method="post" action="/review".*?</form>`)
	names := regexp.MustCompile(`name="finding" value="([^"]+)"`)
	var copies [][]string
	for _, found := range form.FindAllString(body, -1) {
		if of := names.FindAllStringSubmatch(found, -1); len(of) > len(copies) {
			copies = of
		}
	}
	if len(copies) < 2 {
		t.Fatalf("no doubt stands for copies, too: %v", copies)
	}
	fields := []string{"why", "heard it"}
	for _, of := range copies {
		fields = append(fields, "finding", html.UnescapeString(of[1]))
	}
	if status, to := s.post("/review", fields...); status != http.StatusSeeOther || to != "/review" {
		t.Fatalf("%d to %s", status, to)
	}
	after := s.page("/review")
	for _, of := range copies {
		if strings.Contains(after, of[1]) {
			t.Errorf("%s is still doubted", of[1])
		}
	}
	if n := s.corrections(); n != len(copies) {
		t.Errorf("%d corrections, want %d", n, len(copies))
	}
	wants(t, s.page("/corrections"), "is right", "heard it")
	for _, bad := range []string{"", "nothing", "#", "a#b"} {
		if status, _ := s.post("/review", "why", "x", "finding", bad); status < 400 {
			t.Errorf("%q is confirmed: %d", bad, status)
		}
	}
}

func TestPlaceIsPutRight(t *testing.T) {
	s := open(t)
	f := s.findings("hostile-1")
	i := slices.IndexFunc(f.Places, func(p tocsin.Place) bool { return strings.Contains(p.Name, "Brest") })
	if i < 0 {
		t.Fatalf("Brest was not read: %v", f.Places)
	}
	s.post("/articles/hostile-1/correct", "finding", f.Places[i].ID, "do", "place", "place", "Brest, France", "why", "the harbour")
	if got := s.findings("hostile-1").Places[i].Country; got != "FRA" {
		t.Errorf("Brest lies in %s after the correction, want FRA", got)
	}
	if status, _ := s.post("/articles/hostile-1/correct", "finding", f.Places[i].ID, "do", "place", "place", "Qwxyzzy", "why", "?"); status != http.StatusUnprocessableEntity {
		t.Errorf("a place that is not known: %d, want 422", status)
	}
}

func TestVerdictIsShownBesideWhatIsComputed(t *testing.T) {
	s := open(t)
	statement := s.statement(tocsin.SingleSource)
	s.post("/statements/"+statement.ID+"/verdict", "standing", "withdrawn", "why", "told by telephone")
	wants(t, s.page("/statements/"+statement.ID), "Mara Lind judged it withdrawn: told by telephone", "Computed: single-source")
	if status, _ := s.post("/statements/"+statement.ID+"/verdict", "standing", "sacred", "why", "x"); status != http.StatusUnprocessableEntity {
		t.Errorf("a standing that is none: %d, want 422", status)
	}
}

func TestStoryIsSplit(t *testing.T) {
	s := open(t)
	story := s.shared()
	out := story.Articles[0]
	if status, to := s.post("/stories/"+story.ID+"/pins", "article", out, "do", "split", "why", "another matter"); status != http.StatusSeeOther {
		t.Fatalf("splitting: %d %s", status, to)
	}
	lacks(t, s.page("/stories/"+story.ID), `<a class="title" href="/articles/`+out+`"`)
	if status, _ := s.post("/stories/"+story.ID+"/pins", "article", "hostile-1", "do", "split", "why", "x"); status != http.StatusUnprocessableEntity {
		t.Errorf("splitting off an article of another story: %d, want 422", status)
	}
}

func TestActorsAreMerged(t *testing.T) {
	s := open(t)
	actors, err := s.ledger.Actors(context.Background(), tocsin.Filter{})
	if err != nil || len(actors) == 0 {
		t.Fatal(err, len(actors))
	}
	rare := actors[len(actors)-1].Name // in one article
	address := "/actors/" + url.PathEscape(rare)
	s.page(address)
	if status, to := s.post(address, "into", "Somebody else", "why", "one and the same"); status != http.StatusSeeOther || to != "/actors/Somebody%20else" {
		t.Fatalf("merging %s: %d to %s", rare, status, to)
	}
	s.page("/actors/Somebody%20else")
	if status, _ := s.get(address); status != http.StatusNotFound {
		t.Errorf("the name that went: %d, want 404", status)
	}
}

func TestFeedsAreAddedAndRemoved(t *testing.T) {
	s := open(t)
	for _, bad := range []string{"", "ftp://feed.example/", "javascript:alert(1)", "https://user:secret@feed.example/", "feed.example"} {
		if status, _ := s.post("/sources", "url", bad); status != http.StatusUnprocessableEntity {
			t.Errorf("adding %q: %d, want 422", bad, status)
		}
	}
	s.post("/sources", "url", "https://feed.example/rss.xml", "title", "<i>Harbour</i> News", "folder", "ports")
	body := s.page("/sources")
	wants(t, body, "&lt;i&gt;Harbour&lt;/i&gt; News", "not visited yet")
	w := s.do(httptest.NewRequest(http.MethodGet, "/sources.opml", nil))
	wants(t, w.Body.String(), `xmlUrl="https://feed.example/rss.xml"`)
	s.post("/sources/remove", "url", "https://feed.example/rss.xml")
	lacks(t, s.page("/sources"), "Harbour")

	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	_ = m.WriteField("csrf", token)
	part, _ := m.CreateFormFile("opml", "list.opml")
	_, _ = part.Write(w.Body.Bytes())
	m.Close()
	r := httptest.NewRequest(http.MethodPost, "/sources/import", &form)
	r.Header.Set("Content-Type", m.FormDataContentType())
	if got := s.do(r); got.Code != http.StatusSeeOther {
		t.Fatalf("importing a list: %d\n%s", got.Code, got.Body)
	}
	wants(t, s.page("/sources"), "Harbour")
}

func TestThemeIsKeptAndLeadsBackHere(t *testing.T) {
	s := open(t)
	s.role = "viewer"
	if status, to := s.post("/theme", "theme", "dark", "back", "/stories?text=a"); status != http.StatusSeeOther || to != "/stories?text=a" {
		t.Errorf("POST /theme: %d to %s", status, to)
	}
	wants(t, s.page("/"), `data-theme="dark"`)
	for _, elsewhere := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "evil"} {
		if _, to := s.post("/theme", "theme", "light", "back", elsewhere); to != "/" {
			t.Errorf("back to %q led to %q, want /", elsewhere, to)
		}
	}
}

func TestBriefCitesEverySentence(t *testing.T) {
	s := open(t)
	story := s.shared()
	body := s.page("/stories/" + story.ID + "/brief")
	wants(t, body, "Sources", "Head of the ledger")
	w := s.do(httptest.NewRequest(http.MethodGet, "/stories/"+story.ID+"/brief?as=markdown", nil))
	text := w.Body.String()
	wants(t, text, "# ", "## Sources", "](https://desk.example/articles/")
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "- ") && !strings.Contains(line, "](https://desk.example/articles/") {
			t.Errorf("a sentence without citation: %s", line)
		}
	}
	hostile := s.do(httptest.NewRequest(http.MethodGet, "/brief?text=bridge&as=markdown", nil)).Body.String()
	lacks(t, hostile, "<script>", "<img")
	if status, _ := s.get("/brief"); status != http.StatusUnprocessableEntity {
		t.Errorf("a brief of nothing: %d, want 422", status)
	}
}

func TestProblemsAreWatchedAndAlarmsHandled(t *testing.T) {
	s := open(t)
	status, body := s.post("/watch", "rules", "problem: Ferries\nindicators:\n  - id: sunk\n    where: event.kategory == \"ASSAULT\"\n")
	if status != http.StatusOK {
		t.Fatalf("rules with mistakes: status %d", status)
	}
	wants(t, body, "kategory", "nothing was changed", "problem: Ferries")
	rules := "problem: Ferries\nquestion: Will more ferries sink?\nindicators:\n  - id: sunk\n    name: A ferry sinks\n    of: articles\n    where: about(article.text, \"Belarus\")\n    count: articles\n    detect: {tripwire: {at_least: 1}}\n"
	if status, body := s.post("/watch", "rules", rules); status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", status, body)
	}
	wants(t, s.page("/watch"), "Ferries")
	bell := ingest.NewWatch(s.ledger, ingest.WatchOptions{})
	if err := ingest.NewLinks(s.ledger).Follow(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := bell.Past(context.Background(), "Ferries"); err != nil {
		t.Fatal(err)
	}
	alarms, err := s.ledger.Alarms(context.Background(), store.AlarmFilter{Problem: "Ferries"})
	if err != nil || len(alarms) == 0 {
		t.Fatalf("%v %v", alarms, err)
	}
	at := "/watch/" + alarms[0].ID
	if status, body := s.post(at, "deed", "true", "why", "two sank"); status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", status, body)
	}
	wants(t, s.page(at), "judged true", "two sank")
	if status, _ := s.post(at, "deed", "dance"); status < 400 {
		t.Errorf("an unknown deed: status %d", status)
	}
	s.role = "viewer"
	if status, _ := s.post(at, "deed", "true"); status != http.StatusForbidden {
		t.Errorf("a viewer's deed: status %d", status)
	}
}
