package text

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"sync"
	"unsafe"

	"tocsin/text/kernel"
	"tocsin/text/reader"
)

//go:embed model/reader.bin
var weights string

// network reads the header of the weights once; the tables are used where
// they lie.
var network = sync.OnceValue(func() *reader.Model {
	// A string, so that the weights stay in the program's read-only pages;
	// nothing writes to them.
	model, err := reader.Load(unsafe.Slice(unsafe.StringData(weights), len(weights)), kernel.Best())
	if err != nil {
		panic("text: embedded weights: " + err.Error()) // the build is broken, a test sees it first
	}
	return model
})

var fingerprint = sync.OnceValue(func() string {
	hash := sha256.Sum256(unsafe.Slice(unsafe.StringData(weights), len(weights)))
	return "sha256:" + hex.EncodeToString(hash[:])
})

// Model names the embedded weights: "sha256:" and their hash in hexadecimal.
func Model() string { return fingerprint() }

// Arithmetic names the instructions by which this machine reads; slow is true
// where it has none that are made for it, and reading takes many times as long.
func Arithmetic() (name string, slow bool) {
	best := kernel.Best()
	return best.Name, best.Slow
}
