package serve

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"tocsin/serve/account"
	"tocsin/store"
)

// meter counts what is asked.
type meter struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

func newMeter(ledger *store.Ledger, listeners func() int) *meter {
	m := &meter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "tocsin_http_requests_total", Help: "Requests, by route and status."}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "tocsin_http_request_seconds", Help: "How long requests took, streams apart, by route.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "tocsin_http_requests_in_flight", Help: "Requests that are being answered."}),
	}
	linked := func(of func(store.Linked) int64) func() float64 {
		return func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			state, err := ledger.Linked(ctx)
			if err != nil {
				return -1
			}
			return float64(of(state))
		}
	}
	m.registry.MustRegister(
		m.requests, m.seconds, m.inFlight, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "tocsin_ledger_entries", Help: "Entries of the ledger's log, -1 where it cannot be read."}, linked(func(l store.Linked) int64 { return l.Size })),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "tocsin_ledger_linked_entries", Help: "Entries of the log that are linked."}, linked(func(l store.Linked) int64 { return l.Seq })),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "tocsin_stream_listeners", Help: "Clients that follow what is new."}, func() float64 { return float64(listeners()) }),
	)
	return m
}

// measured counts a request by the pattern of its route: addresses themselves
// are without number.
func (m *meter) measured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		m.inFlight.Inc()
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			m.inFlight.Dec()
			route := chi.RouteContext(r.Context()).RoutePattern()
			if route == "" || seen.Status() == http.StatusNotFound {
				route = "none"
			}
			m.requests.WithLabelValues(method(r.Method), route, strconv.Itoa(max(seen.Status(), 200))).Inc()
			if seen.Header().Get("Content-Type") != "text/event-stream" {
				m.seconds.WithLabelValues(route).Observe(time.Since(begun).Seconds())
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// method is a method that there is: others are without number too.
func method(name string) string {
	switch name {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return name
	}
	return "other"
}

// metrics are for admins, and for whoever sits at this machine.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	serve := http.Handler(promhttp.HandlerFor(s.meter.registry, promhttp.HandlerOpts{}))
	if !account.Near(r) {
		serve = s.accounts.Allow(account.RoleAdmin)(serve)
	}
	serve.ServeHTTP(w, r)
}

// healthy says that the process lives.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	io.WriteString(w, "alive\n")
}

// ready says whether the ledger answers.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if _, err := s.opts.Ledger.Linked(ctx); err != nil {
		s.opts.Log.Error("the ledger does not answer", "why", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "the ledger does not answer\n")
		return
	}
	io.WriteString(w, "ready\n")
}
