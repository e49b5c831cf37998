# Targets: demo, build, check, test, eval, bench, bench-ledger, bench-link, bench-serve,
# kill, golden, fuzz. Each installs what it needs, where it can; Go is all that must be
# there. Tests on PostgreSQL and in a browser are skipped where the system has
# none. Only model, onnx and pictures need programs besides.

# Where the public data sets are. What is not there is skipped by name.
TOCSIN_DATA ?= ../shared/data
export TOCSIN_DATA
# Set by the user alone: version control must not decide whether Go builds.
export GOFLAGS ?= -buildvcs=false
export CGO_ENABLED ?= 0

VERSION := $(shell git describe --tags --always 2>/dev/null)
LDFLAGS := -s -w $(if $(VERSION),-X main.version=$(VERSION))
BENCH ?= .
LINKED ?= 100000
CLAIMS ?= 1000000
KILLS ?= 100
ARTICLES ?= 10000

.PHONY: demo build check test browser eval bench bench-ledger bench-link bench-serve kill model onnx golden fuzz pictures clean

demo: build  ## build; a sample report, a sample feed, and samples in which something builds up until it rings
	@bin/tocsin read examples/canal.txt --date 2024-03-14 --outlet "Tocsin examples"
	@rm -f bin/demo.db*
	@echo; bin/tocsin ingest --ledger bin/demo.db examples/feed.xml
	@echo; bin/tocsin claims --ledger bin/demo.db
	@rm -f bin/border.db*
	@echo; bin/tocsin ingest --ledger bin/border.db examples/northern-border/reports.jsonl
	@echo; bin/tocsin stories --ledger bin/border.db --least 4
	@echo; bin/tocsin figures --ledger bin/border.db --ladder --least 4
	@echo; bin/tocsin statements --ledger bin/border.db --standing corroborated --limit 8
	@echo; bin/tocsin watch add --all --ledger bin/border.db examples/northern-border/indicators.yaml
	@echo; bin/tocsin alarms --ledger bin/border.db
	@echo; bin/tocsin alarm show --ledger bin/border.db \
	  $$(bin/tocsin alarms --ledger bin/border.db --indicator russians-arrive --format csv | tail -1 | cut -d, -f1)
	@echo; echo "In the browser: bin/tocsin serve --ledger bin/border.db"

build:  ## bin/tocsin, one static binary
	@mkdir -p bin
	go build -trimpath -ldflags '$(LDFLAGS)' -o bin/tocsin ./cmd/tocsin

check: bin/staticcheck  ## formatting, vet, staticcheck
	@unformatted=$$(find . -name '*.go' -not -path '*/.*' -not -path '*/node_modules/*' -exec gofmt -l {} +); \
	  test -z "$$unformatted" || { echo "gofmt these files:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	bin/staticcheck ./...

# The linter has a module of its own, so that the program does not depend on
# what the linter depends on.
bin/staticcheck: tools/go.mod tools/go.sum
	@mkdir -p bin
	go -C tools build -o ../bin/staticcheck honnef.co/go/tools/cmd/staticcheck

test: browser  ## all tests; they need neither data nor, once a browser is there, network
	go test ./...

# Chromium from the system's packages and the checker of accessibility, for the
# tests of pages, which are skipped without them.
browser:
	@{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core; } >/dev/null 2>&1 || \
	  echo "no Chromium here: pages are not tested in a browser"
	@test -f tools/ui/node_modules/axe-core/axe.min.js || \
	  { command -v npm && npm ci --prefix tools/ui --ignore-scripts --no-audit --no-fund; } >/dev/null 2>&1 || \
	  echo "no npm here: what keeps people out of pages is not looked for"

eval: build  ## accuracy against the floors in eval/baseline.json
	bin/tocsin eval

bench:  ## articles a second and allocations, a stage and the whole; BENCH=Read narrows it
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./extract ./ingest

bench-ledger:  ## queries of a ledger of CLAIMS claims (a million), which it builds first
	go test -run '^$$' -bench Ask -benchmem -timeout 60m ./store -claims $(CLAIMS)

bench-link:  ## what linking costs an article, and questions that pages ask, in a ledger of LINKED articles
	go test -run '^$$' -bench Link -benchtime 1x -timeout 100m ./ingest -linked $(LINKED)

bench-serve:  ## pages a second and how soon they are painted, on a ledger of ARTICLES articles, which is made first
	@mkdir -p bin
	go test -run '^$$' -bench 'Pages' -benchtime 3000x -timeout 100m ./serve -articles $(ARTICLES) -load $(CURDIR)/bin/load-$(ARTICLES).db
	go test -run '^$$' -bench 'Paint' -benchtime 5x -timeout 20m ./serve

kill:  ## KILLS kills while ARTICLES articles are taken in, on SQLite and PostgreSQL
	go test -run 'Killed|Die' -count=1 -timeout 60m -v ./ingest -kills $(KILLS) -articles $(ARTICLES)

model:  ## text/model/reader.bin anew, from TOCSIN_DATA: a night on two cores; needs Python 3.11
	train/reader/make.sh $(TRAIN)
	train/pairs/make.sh

onnx: ## the encoder against onnxruntime in one run; needs Node 20 and Python 3.11
	tools/onnx/run.sh

golden:  ## rewrite the golden files to what the program finds now; look at git diff
	go test $$(grep -rl '"tocsin/golden"' --include='*_test.go' . | xargs -n1 dirname | sort -u) -update

fuzz:  ## a minute of each fuzz test
	@for package in $$(go list ./...); do \
	  for name in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
	    go test -run '^$$' -fuzz "^$$name$$" -fuzztime 60s $$package || exit 1; \
	  done; \
	done

pictures: build  ## docs/*.png from what the program prints now; needs chromium and pngquant
	docs/draw.sh

clean:
	rm -rf bin
