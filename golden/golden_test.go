package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRunReadsWhatIsBeforeEachResult(t *testing.T) {
	Run(t, "shouted", strings.ToUpper)
}

// recorder notes that a test failed instead of failing.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

// hold calls File on a file that says want, and tells whether it failed and
// what the file says now.
func hold(t *testing.T, want, got string, updating bool) (failed bool, now string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "one")
	if err := os.WriteFile(name, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
	defer func(before bool) { *update = before }(*update)
	*update = updating
	held := &recorder{TB: t}
	File(held, name, got)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return held.failed, string(data)
}

func TestADifferenceFailsAndLeavesTheFile(t *testing.T) {
	if failed, now := hold(t, "a", "b", false); !failed || now != "a" {
		t.Errorf("failed: %v; the file says %q", failed, now)
	}
}

func TestTheSamePasses(t *testing.T) {
	if failed, _ := hold(t, "a", "a", false); failed {
		t.Error("what is wanted fails")
	}
}

func TestUpdateRewrites(t *testing.T) {
	if failed, now := hold(t, "a", "b", true); failed || now != "b" {
		t.Errorf("failed: %v; the file says %q", failed, now)
	}
}
