package eval

import (
	"math"
	"testing"
)

func TestBCubed(t *testing.T) {
	// Two stories of two and three; one document of the second went astray.
	gold := map[string]string{"a": "1", "b": "1", "c": "2", "d": "2", "e": "2"}
	found := map[string]string{"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"}
	precision, recall := bCubed(found, gold, nil)
	if want := (2.0/3 + 2.0/3 + 1.0/3 + 1 + 1) / 5; math.Abs(precision-want) > 1e-9 {
		t.Errorf("precision %.4f, want %.4f", precision, want)
	}
	if want := (1 + 1 + 1.0/3 + 2.0/3 + 2.0/3) / 5; math.Abs(recall-want) > 1e-9 {
		t.Errorf("recall %.4f, want %.4f", recall, want)
	}
	if precision, recall = bCubed(found, gold, map[string]bool{"c": true}); precision != 1.0/3 || recall != 1.0/3 {
		t.Errorf("of c alone: %.4f and %.4f, want a third each", precision, recall)
	}
}
