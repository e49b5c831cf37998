package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"

	"tocsin/serve/web"
)

// BenchmarkPage loads pages again and again: “again” while the ledger stays the
// same, “anew” as if it changed before every load.
func BenchmarkPage(b *testing.B) {
	s := open(b)
	story := s.shared()
	for _, page := range []struct{ name, address string }{
		{"story", "/stories/" + story.ID}, {"article", "/articles/" + story.Articles[0]}, {"today", "/"}, {"claims", "/claims"}, {"search", "/search?text=soldiers"}, {"map", "/map"},
	} {
		load := func(b *testing.B, handler http.Handler) {
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, page.address, nil))
			if w.Code != http.StatusOK {
				b.Fatal(w.Code)
			}
		}
		b.Run(page.name+"/again", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				load(b, s)
			}
		})
		b.Run(page.name+"/anew", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := chi.NewRouter()
				web.New(s.ledger, web.Options{Viewer: func(context.Context) (string, string, string) { return "Mara Lind", "admin", token }}).Routes(r)
				load(b, r)
			}
		})
	}
}
