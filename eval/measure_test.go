package eval_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"tocsin/eval"
)

var (
	data    = flag.String("data", os.Getenv("TOCSIN_DATA"), "folder of the data sets, as an absolute path (default $TOCSIN_DATA)")
	only    = flag.String("only", "", "run only the tests whose name holds this")
	explain = flag.String("explain", "", "print what the dev ledgers miss and invent: all, or a part of an article's id")
)

// TestMeasure prints every figure that has its data.
//
//	go test ./eval -run TestMeasure -v -data /path/to/data -only ledgers -explain 044
func TestMeasure(t *testing.T) {
	if *data == "" {
		t.Skip("no data folder: give -data or TOCSIN_DATA")
	}
	for _, test := range eval.Tests {
		if !strings.Contains(test.Name, *only) {
			continue
		}
		figures, err := eval.Measure(test, *data)
		if errors.Is(err, eval.ErrMissing) {
			t.Log("skipped: ", err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, figure := range figures {
			fmt.Printf("%-44s %6.3f  %s\n", figure.Name, figure.Value, figure.Note)
		}
	}
	if *explain == "" {
		return
	}
	if err := eval.Explain(os.Stdout, *data, strings.TrimPrefix(*explain, "all")); err != nil {
		t.Fatal(err)
	}
}
