package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tocsin"
	"tocsin/bundle"
	"tocsin/export"
	"tocsin/store"
)

type exportCommand struct {
	ledgerFlag
	filterFlags `embed:"" set:"limit=0"` // all, unless the user says otherwise
	Format      string                   `short:"f" help:"${bulkList}." required:"" enum:"${bulks}" placeholder:"FORMAT"`
	Noun        string                   `help:"Of csv, jsonl and parquet: articles, claims, events, figures, actors, places or times." default:"claims" enum:"articles,claims,events,figures,actors,places,times" placeholder:"NOUN"`
	Act         string                   `help:"Only claims by which the source does this." placeholder:"ACT"`
	Category    string                   `help:"Only events of this PLOVER category." placeholder:"CATEGORY"`
	Output      string                   `short:"o" help:"Write to FILE." placeholder:"FILE"`
}

func (exportCommand) Help() string {
	return `Writes what the filters choose in a format that other programs read, all of it unless --limit says otherwise. On
stderr it says how many rows it wrote and what the format could not carry.

Formats of single findings (csv, jsonl, parquet of claims, events, figures and actors; gdelt, polecat, geojson of events;
quotations of claims) hold what the filters choose of that noun. The others hold whole articles.

Examples:

  tocsin export --format parquet --noun events -o events.parquet
  tocsin export --format gdelt --country BLR --from 2022-10-01 -o belarus.export.CSV
  tocsin export --format stix --about Grodno -o grodno.json
  tocsin export --format annotation --article guardian-016`
}

// nounOf is what the filters choose for a format.
func (c *exportCommand) nounOf() tocsin.Noun {
	switch c.Format {
	case "gdelt", "polecat", "geojson":
		return tocsin.NounEvent
	case "quotations":
		return tocsin.NounClaim
	case "csv", "jsonl", "parquet":
		switch c.Noun {
		case "claims":
			return tocsin.NounClaim
		case "events":
			return tocsin.NounEvent
		case "figures":
			return tocsin.NounQuantity
		case "actors":
			return tocsin.NounActor
		}
	}
	return tocsin.NounArticle
}

// Run exports.
func (c *exportCommand) Run(ctx context.Context, term terminal) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	filter.Act, filter.Category = tocsin.Act(c.Act), tocsin.Category(strings.ToUpper(c.Category))
	if c.Format == "parquet" && c.Output == "" && isTerminal(term.Out) {
		return usagef("Parquet is not to be read on a terminal: name a file with --output FILE")
	}
	ledger, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	out, err := create(c.Output, term)
	if err != nil {
		return err
	}
	report, err := bulkNamed(c.Format).Write(out, ledger.Select(ctx, c.nounOf(), filter), export.BulkOptions{Noun: c.Noun, Now: time.Now()})
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	fmt.Fprintf(term.Err, "%d rows written\n", report.Rows)
	for _, sentence := range sorted(report.Left) {
		fmt.Fprintf(term.Err, "left out %d times: %s\n", report.Left[sentence], sentence)
	}
	return nil
}

func sorted(counts map[string]int) []string {
	var keys []string
	for key := range counts {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// bulkNames and bulkList are for the flags; the table on a terminal is no
// export.
func bulkNames() string {
	var names []string
	for _, bulk := range export.Bulks {
		if bulk.Name != "table" && bulk.Name != "list" {
			names = append(names, bulk.Name)
		}
	}
	return strings.Join(names, ",")
}

func bulkList() string {
	var lines []string
	for _, bulk := range export.Bulks {
		if bulk.Name != "table" && bulk.Name != "list" {
			lines = append(lines, bulk.Name+" ("+bulk.Summary+")")
		}
	}
	return strings.Join(lines, ", ")
}

type bundleCommand struct {
	ledgerFlag
	filterFlags `embed:"" set:"limit=0"` // all, unless the user says otherwise
	Output      string                   `arg:"" name:"file" help:"The bundle to write."`
	Key         string                   `help:"File of the signing key; it is made where there is none (default: tocsin.key beside your other settings)." placeholder:"FILE"`
}

func (bundleCommand) Help() string {
	return `Packs the articles that the filters choose, with the bytes that they were read from, their findings, corrections and
proofs, into one signed file that “tocsin open” reads without any connection. Prints the public key, which whoever opens
it can hold the signature against.

Examples:

  tocsin bundle --about Grodno --from 2022-10-01 grodno.bundle
  tocsin open grodno.bundle --key desk+3f2a…`
}

// Run writes a bundle.
func (c *bundleCommand) Run(ctx context.Context, term terminal) error {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	private, public, err := signingKey(c.Key)
	if err != nil {
		return err
	}
	ledger, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer ledger.Close()
	ids, err := ledger.IDs(ctx, filter)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return usagef("no articles match: the bundle would be empty")
	}
	head, err := ledger.Head(ctx)
	if err != nil {
		return err
	}
	file, err := os.Create(c.Output)
	if err != nil {
		return err
	}
	manifest := bundle.Manifest{Made: time.Now().UTC().Truncate(time.Second), Query: c.query(), Head: head.String()}
	err = bundle.Write(file, manifest, private, public, carried(ctx, ledger, ids))
	if err := errors.Join(err, file.Close()); err != nil {
		os.Remove(c.Output)
		return err
	}
	fmt.Fprintf(term.Err, "%d articles in %s\nkey %s\n", len(ids), c.Output, public)
	return nil
}

// query names the filters that are set.
func (f filterFlags) query() map[string]string {
	query := map[string]string{}
	for name, value := range map[string]string{
		"by": f.By, "about": f.About, "country": f.Country, "from": f.From, "to": f.To, "place": f.Place, "within": f.Within,
		"outlet": f.Outlet, "text": f.Text, "article": f.Article, "as-of": f.AsOf,
	} {
		if value != "" {
			query[name] = value
		}
	}
	return query
}

// carried makes two parts of each article: its proofs and its bytes.
func carried(ctx context.Context, ledger *store.Ledger, ids []string) iter.Seq2[bundle.Part, error] {
	return func(yield func(bundle.Part, error) bool) {
		for i, id := range ids {
			c, err := ledger.Carry(ctx, id)
			if err != nil {
				yield(bundle.Part{}, err)
				return
			}
			var proofs bytes.Buffer
			encoder := json.NewEncoder(&proofs)
			for _, proof := range c.Proofs {
				err = errors.Join(err, encoder.Encode(proof))
			}
			name := fmt.Sprintf("%06d", i+1)
			if !yield(bundle.Part{Name: name + "/proofs.jsonl", Body: proofs.Bytes()}, err) || !yield(bundle.Part{Name: name + "/raw", Body: c.Raw}, nil) {
				return
			}
		}
	}
}

// signingKey reads the key pair from a file, which is made where there is none.
func signingKey(name string) (private, public string, err error) {
	if name == "" {
		folder, err := os.UserConfigDir()
		if err != nil {
			return "", "", usagef("there is no place for your key: name a file with --key FILE")
		}
		name = filepath.Join(folder, "tocsin", "tocsin.key")
	}
	content, err := os.ReadFile(name)
	if err == nil {
		lines := strings.Fields(string(content))
		if len(lines) != 2 {
			return "", "", fmt.Errorf("%s holds no key of tocsin", name)
		}
		return lines[0], lines[1], nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", "", err
	}
	host, _ := os.Hostname()
	if private, public, err = bundle.NewKey("tocsin-" + host); err != nil {
		return "", "", err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return "", "", err
	}
	return private, public, os.WriteFile(name, []byte(private+"\n"+public+"\n"), 0o600)
}

type openCommand struct {
	ledgerFlag
	File string `arg:"" help:"The bundle." predictor:"file"`
	Key  string `help:"The public key that it must be signed with; without it, only that nothing was altered since is shown." placeholder:"KEY"`
	List bool   `help:"Only check it and say what it holds."`
}

func (openCommand) Help() string {
	return `Checks a bundle (its signature, the proof of every entry, the bytes of every article) and adds what it holds to a
ledger, which is made where there is none.

Examples:

  tocsin open grodno.bundle --key desk+3f2a… --ledger grodno.db
  tocsin open grodno.bundle --list`
}

// Run opens a bundle.
func (c *openCommand) Run(ctx context.Context, term terminal) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	b, err := bundle.Open(file, info.Size(), c.Key)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	fmt.Fprintf(term.Err, "made %s by %s from a ledger with head %s\n", moment(b.Manifest.Made), printable(b.Signer), printable(b.Manifest.Head))
	if c.Key == "" {
		fmt.Fprintf(term.Err, "signed with %s; give --key if you know whose it must be\n", printable(b.Manifest.Key))
	}
	receive := func(one store.Carried) error {
		article, _, err := one.Proofs[0].Article()
		if err != nil {
			return err
		}
		for _, proof := range one.Proofs {
			if err := proof.Check(); err != nil {
				return err
			}
			if proof.Head != b.Manifest.Head {
				return fmt.Errorf("%s: the proof is of another ledger", article.ID)
			}
		}
		fmt.Fprintf(term.Out, "%s  %s  %s\n", printable(article.ID), day(article.Published), printable(article.Title))
		return nil
	}
	if !c.List {
		ledger, err := c.make(ctx)
		if err != nil {
			return err
		}
		defer ledger.Close()
		check := receive
		receive = func(one store.Carried) error {
			if err := check(one); err != nil {
				return err
			}
			_, err := ledger.Receive(ctx, one)
			return err
		}
	}
	return eachCarried(b, receive)
}

// eachCarried puts the parts of each article together again.
func eachCarried(b *bundle.Bundle, receive func(store.Carried) error) error {
	var one store.Carried
	for part, err := range b.Parts() {
		if err != nil {
			return err
		}
		if strings.HasSuffix(part.Name, "/proofs.jsonl") {
			if one, err = proofsOf(part.Body); err != nil {
				return fmt.Errorf("%s: %w", part.Name, err)
			}
			continue
		}
		if len(one.Proofs) == 0 {
			return fmt.Errorf("%s: the bundle has no proof of it", part.Name)
		}
		one.Raw = part.Body
		if err := receive(one); err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
		one = store.Carried{}
	}
	return nil
}

func proofsOf(lines []byte) (store.Carried, error) {
	var c store.Carried
	decoder := json.NewDecoder(bytes.NewReader(lines))
	for {
		var proof store.Proof
		err := decoder.Decode(&proof)
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil {
			return c, err
		}
		c.Proofs = append(c.Proofs, proof)
	}
}
