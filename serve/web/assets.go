package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"sync"

	"github.com/go-chi/chi/v5"
)

//go:embed static
var static embed.FS

// assetFile is a file that pages load, in all the ways in which it is sent.
type assetFile struct {
	kind, tag string
	body      []byte
}

// assets reads the embedded files once.
var assets = sync.OnceValue(func() map[string]assetFile {
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	files := map[string]assetFile{}
	entries, _ := static.ReadDir("static")
	for _, entry := range entries {
		kind, served := kinds[path.Ext(entry.Name())]
		body, err := static.ReadFile("static/" + entry.Name())
		if !served || err != nil {
			continue
		}
		sum := sha256.Sum256(body)
		files[entry.Name()] = assetFile{kind, hex.EncodeToString(sum[:6]), body}
	}
	return files
})

// asset is the address of a file. It changes with its content, so that it may
// be kept for ever.
func asset(name string) string { return "/static/" + name + "?v=" + assets()[name].tag }

func serveAsset(w http.ResponseWriter, r *http.Request) {
	file, found := assets()[chi.URLParam(r, "file")]
	if !found {
		http.Error(w, "There is no such file.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", file.kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("ETag", `"`+file.tag+`"`)
	if r.URL.Query().Get("v") == file.tag {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if r.Header.Get("If-None-Match") == `"`+file.tag+`"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(file.body)
}
