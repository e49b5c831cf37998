package serve_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdp "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axeFile is the accessibility checker, which “make test” fetches where it can.
const axeFile = "../tools/ui/node_modules/axe-core/axe.min.js"

// chromium is the browser of all tests of this package, started once.
var chromium = sync.OnceValues(func() (context.Context, error) {
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, errors.New("this system has no Chromium")
	}
	// What it runs is ours, and root has no sandbox; it looks for nothing outside.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("force-color-profile", "srgb"))
	ctx, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(ctx)
	stopChromium = stop
	return ctx, chromedp.Do(ctx)
})

// stopChromium ends the browser, if it was started.
var stopChromium = func() {}

// tab is a tab of the browser that looks at a site.
type tab struct {
	t    testing.TB
	ctx  context.Context
	base string

	mu       sync.Mutex
	faults   []string // what the browser complained of
	received float64  // bytes over the network since the page was asked for
}

// browse opens a tab on a site; the test is skipped where there is no browser.
func browse(t testing.TB, base string) *tab {
	t.Helper()
	root, err := chromium()
	if root == nil {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, closeTab := chromedp.NewContext(root, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	const patience = 3 * time.Minute
	ctx, cancel := context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx, base: base}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{second(chromedp.Call(ctx, network.Enable, network.EnableParams{})), second(chromedp.Call(ctx, log.Enable, struct{}{})),
		second(chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b.sized(1280, 900)
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch event := event.(type) {
	case *cdp.EventExceptionThrown:
		b.faults = append(b.faults, event.ExceptionDetails.Text)
	case *cdp.EventConsoleAPICalled:
		if event.Type == cdp.ConsoleAPICalledTypeError {
			b.faults = append(b.faults, fmt.Sprint("console: ", event.Args))
		}
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError {
			b.faults = append(b.faults, event.Entry.Text+" "+event.Entry.URL)
		}
	case *network.EventLoadingFinished:
		b.received += event.EncodedDataLength
	}
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to a page and reports what the browser complains of there.
func (b *tab) open(path string) {
	b.t.Helper()
	b.mu.Lock()
	b.received = 0
	b.mu.Unlock()
	b.do(chromedp.Navigate(b.base + path))
	b.fine(path)
}

// weight is how many bytes came over the network for the page, and all that it loads.
func (b *tab) weight() int {
	b.until("true")
	b.mu.Lock()
	defer b.mu.Unlock()
	return int(b.received)
}

// fine reports what the browser has complained of since it was asked last.
func (b *tab) fine(where string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, fault := range b.faults {
		b.t.Errorf("%s: the browser complains: %s", where, fault)
	}
	b.faults = nil
}

// sized makes the window so large.
func (b *tab) sized(width, height int64) { b.do(chromedp.EmulateViewport(width, height)) }

// dark has the reader's system prefer dark paper, or light.
func (b *tab) dark(wanted bool) {
	scheme := map[bool]string{true: "dark", false: "light"}[wanted]
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		b.t.Fatal(err)
	}
}

// press presses keys on the page, one after the other.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.do(chromedp.KeyEvent(key))
	}
}

// tells evaluates an expression in the page.
func tells[T any](b *tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

func second[T any](_ T, err error) error { return err }

// until waits for an expression to be true in whatever page there is.
func (b *tab) until(expression string) {
	b.t.Helper()
	const patience = 10 * time.Second
	for end := time.Now().Add(patience); ; {
		is, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && (`+expression+`)`))
		if err == nil && is {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("it never came true that %s (%v) at %s", expression, err, tells[string](b, "location.href"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// click clicks what a selector names.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.until(fmt.Sprintf("document.querySelector(%q) !== null", selector))
	b.do(chromedp.Click(selector))
}

// fill types into a field.
func (b *tab) fill(selector, words string) {
	b.t.Helper()
	b.until(fmt.Sprintf("document.querySelector(%q) !== null", selector))
	tells[bool](b, fmt.Sprintf("(() => { const field = document.querySelector(%q); field.focus(); field.select(); return true })()", selector))
	b.do(chromedp.KeyEvent(words))
}

// violations are what of WCAG 2.2 AA a page breaks, as far as a program can tell.
func (b *tab) violations() []string {
	b.t.Helper()
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		b.t.Skip("axe-core is not there; “make test” fetches it where there is npm")
	}
	var found struct {
		Violations []struct {
			ID, Help string
			Nodes    []struct {
				HTML   string
				Target []any
			}
		}
	}
	b.do(chromedp.Evaluate[chromedp.Void](string(axe)))
	body := tells[string](b, `axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(found => JSON.stringify(found))`)
	if err := json.Unmarshal([]byte(body), &found); err != nil {
		b.t.Fatal(err)
	}
	var list []string
	for _, v := range found.Violations {
		for _, node := range v.Nodes[:min(3, len(v.Nodes))] {
			list = append(list, fmt.Sprintf("%s (%s): %v %.200s", v.ID, v.Help, node.Target, node.HTML))
		}
	}
	return list
}

// shoot writes a picture of the top of the page.
func (b *tab) shoot(folder, name string) {
	b.t.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// quoted is a string as JavaScript has it.
func quoted(words string) string {
	body, _ := json.Marshal(words)
	return strings.ReplaceAll(string(body), "\u2028", "")
}
