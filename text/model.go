package text

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"sync"

	"tocsin/text/syntax"
)

//go:embed model/syntax.bin
var syntaxWeights []byte

// syntaxModel reads the header of the weights once; the tables are used where
// they lie.
var syntaxModel = sync.OnceValue(func() *syntax.Model {
	model, err := syntax.Load(syntaxWeights)
	if err != nil {
		panic("text: embedded weights: " + err.Error()) // the build is broken, a test sees it first
	}
	return model
})

var fingerprint = sync.OnceValue(func() string {
	hash := sha256.New()
	hash.Write(syntaxWeights)
	hash.Write([]byte(nameWeights))
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
})

// Model names the embedded weights: "sha256:" and their hash in hexadecimal.
func Model() string { return fingerprint() }
