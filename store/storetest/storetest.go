// Package storetest gives tests ledgers of both kinds: a SQLite file, and a
// database on a PostgreSQL server of the test's own, which it starts from the
// system's programs and takes away in the end.
package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tocsin/store"
)

// Each runs a test on a new ledger of each kind. The one on PostgreSQL is
// skipped, with a line that says so, where the system has no PostgreSQL.
func Each(t *testing.T, test func(t *testing.T, where string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "ledger.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// Open opens a ledger and closes it when the test ends. The clock may be nil.
func Open(t testing.TB, where string, now func() time.Time) *store.Ledger {
	t.Helper()
	ledger, err := store.Open(context.Background(), where, store.Options{Create: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ledger.Close() })
	return ledger
}

var databases atomic.Int64

// Postgres returns the URL of a new empty database.
func Postgres(t testing.TB) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Skipf("no PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("t%d_%d", os.Getpid(), databases.Add(1))
	db, err := sql.Open("pgx", base+"/postgres?sslmode=disable")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	return base + "/" + name + "?sslmode=disable"
}

// server starts a server, once in a process. Stop must be called in TestMain.
var server = sync.OnceValues(start)

var running struct {
	stop   *exec.Cmd
	folder string
}

// Main runs the tests and stops the server that they may have started.
func Main(m *testing.M) int {
	defer Stop()
	return m.Run()
}

// Stop stops the server if there is one.
func Stop() {
	if running.stop != nil {
		running.stop.Run()
	}
	if running.folder != "" {
		os.RemoveAll(running.folder)
	}
}

func start() (string, error) {
	initdb, err := program("initdb")
	if err != nil {
		return "", err
	}
	control, err := program("pg_ctl")
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "tocsin-postgres-")
	if err != nil {
		return "", err
	}
	running.folder = folder
	as, err := credential()
	if err != nil {
		return "", err
	}
	if as != nil {
		if err := os.Chown(folder, int(as.Uid), int(as.Gid)); err != nil {
			return "", err
		}
	}
	data := filepath.Join(folder, "data")
	if err := run(as, initdb, "-A", "trust", "-U", "tocsin", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-D", data); err != nil {
		return "", err
	}
	port := 20000 + os.Getpid()%20000
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off -c max_connections=200", port, folder)
	if err := run(as, control, "-w", "-D", data, "-l", filepath.Join(folder, "log"), "-o", options, "start"); err != nil {
		return "", err
	}
	running.stop = command(as, control, "-m", "immediate", "-D", data, "stop")
	return "postgres://tocsin@127.0.0.1:" + strconv.Itoa(port), nil
}

// program finds a program of PostgreSQL, on the path or where Debian has it.
func program(name string) (string, error) {
	if found, err := exec.LookPath(name); err == nil {
		return found, nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return "", errors.New("the system has no " + name + "; install its package postgresql")
	}
	slices.Sort(found)
	return found[len(found)-1], nil
}

// credential is who the server runs as: PostgreSQL refuses to be root.
func credential() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		if who, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

func command(as *syscall.Credential, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	cmd.Dir = os.TempDir()
	return cmd
}

// run waits for the program, not for servers that it leaves behind.
func run(as *syscall.Credential, name string, args ...string) error {
	cmd := command(as, name, args...)
	out, err := os.CreateTemp("", "tocsin-postgres-out-")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w: %s", filepath.Base(name), err, bytes.TrimSpace(said))
	}
	return nil
}
