SHELL := bash
.DEFAULT_GOAL := help

export CGO_ENABLED ?= 0
# nomsgpack: six megabytes nothing here uses; timetzdata: time zones inside the binary.
TAGS  := nomsgpack,timetzdata
STAMP  = -X giaouoc/internal/app.Built=$(shell date -u +%Y-%m-%dT%H:%M:%SZ)
TOOL  := go tool -modfile=tools/go.mod
SCAN  := go tool -modfile=tools/security/go.mod
VULNDB ?= https://vuln.go.dev
# The dashboard alone is some ten minutes in the browser where two cores do everything.
TESTS := $(TOOL) gotestsum --format pkgname-and-test-fails -- -tags $(TAGS) -count=1 -timeout 40m
GO_FILES = $(shell find . -name '*.go' -not -path '*/node_modules/*' -not -path './bin/*')

# The dashboard is built of web/ and of the words in internal/text, and lands in
# the program: internal/web/dist/app.
WEB      := internal/web/dist/app/index.html
WEB_FROM := $(shell find web/src web/public internal/text -type f -not -name schema.d.ts) web/index.html web/package.json web/tsconfig.json web/vite.config.mts web/words.d.ts

.PHONY: help run build web test race fmt lint generate compose-check bench torture search-scale screenshot gosec secrets vulncheck sbom clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: build ## Build and start the demo; prints its address and accounts
	./bin/giaouoc serve --demo

build: web ## Build bin/giaouoc
	go build -trimpath -ldflags '-s -w $(STAMP)' -tags $(TAGS) -o bin/giaouoc ./cmd/giaouoc

web: $(WEB) ## Build the dashboard into the program (needs Node.js 20.19 or newer)

web/node_modules/.package-lock.json: web/package-lock.json
	@scripts/need-node.sh
	cd web && npm ci --no-audit --no-fund

# What validates OOXML in the tests, a package of its own: the build needs none of it.
VALIDATOR := internal/app/office/node_modules/.package-lock.json

$(VALIDATOR): internal/app/office/package-lock.json
	@scripts/need-node.sh
	cd internal/app/office && npm ci --no-audit --no-fund

web/src/api/schema.d.ts: api/openapi.yaml web/node_modules/.package-lock.json
	cd web && npm run --silent types

$(WEB): web/src/api/schema.d.ts $(WEB_FROM)
	cd web && npm run --silent build

test: ## Install what the tests need, then run every check and test on both databases
	scripts/install-test-tools.sh
	@$(MAKE) --no-print-directory web $(VALIDATOR)
	@$(MAKE) --no-print-directory lint compose-check
	@mkdir -p bin && go build -tags $(TAGS) -o bin/giaouoc-test ./cmd/giaouoc
	TORTURE_BINARY=$(CURDIR)/bin/giaouoc-test scripts/with-postgres.sh $(TESTS) ./...

race: $(VALIDATOR) ## Run the tests with the race detector (needs a C compiler)
	CGO_ENABLED=1 scripts/with-postgres.sh $(TESTS) -race ./...

fmt: ## Format the Go files
	@$(TOOL) gofumpt -w $(GO_FILES)

lint: web ## Check the format, go vet, staticcheck, the types of the dashboard
	@unformatted=$$($(TOOL) gofumpt -l $(GO_FILES)) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "not formatted (make fmt):"; echo "$$unformatted"; exit 1; fi
	go vet -tags $(TAGS) ./...
	go -C tools vet ./...
	$(TOOL) staticcheck -tags $(TAGS) ./...
	cd web && npm run --silent check

generate: ## Write what is generated from the code anew: contract, permissions, problem kinds, licences
	go test -tags $(TAGS) ./internal/app -run "TestOpenAPI|TestPermissionTable|TestProblemKinds|TestLicences" -update

compose-check: ## Validate docker-compose.yml without a container engine
	@go -C tools run ./composecheck ../docker-compose.yml ../.env.example

search-scale: ## Search among a million commitments on both databases (takes ten minutes)
	GIAOUOC_TEST_SCALE=1000000 scripts/with-postgres.sh go test -tags $(TAGS) -count=1 -timeout 80m -v ./internal/search -run TestSearchAtScale

SIZES ?= S,M
SCALE ?= 0.1

bench: ## Measure against a bare program on both databases: SIZES=S,M (also L), WORKS=W1,… ENGINES=…
	scripts/install-test-tools.sh
	@$(MAKE) --no-print-directory web
	SIZES=$(SIZES) go test -tags $(TAGS) -count=1 -timeout 5h -v ./bench -run TestBench
	go test -tags $(TAGS) -run '^$$' -bench . -benchtime 200ms ./internal/...

torture: ## Ill-treat the program: SCALE=0.1 is a tenth of the whole length, 1 the whole (hours)
	scripts/install-test-tools.sh
	@$(MAKE) --no-print-directory web $(VALIDATOR)
	SCALE=$(SCALE) scripts/torture.sh

screenshot: build ## Take the pictures of the READMEs anew
	scripts/screenshot.sh

gosec: ## Look for unsafe code (its first build takes minutes; not part of test)
	$(SCAN) gosec -quiet -tags $(TAGS) -exclude=G404 ./cmd/... ./internal/... ./migrations/...

secrets: ## Look for secrets in all that was ever committed (gitleaks; not part of test)
	$(SCAN) gitleaks git --no-banner --redact --verbose .

vulncheck: ## Compare with the Go vulnerability database (VULNDB=file:///… for a copy)
	@$(SCAN) govulncheck -db $(VULNDB) -tags $(TAGS) ./cmd/giaouoc; code=$$?; \
	if [ $$code -ne 0 ] && [ $$code -ne 3 ]; then echo "vulncheck: NOT RUN, nothing is known: $(VULNDB) did not answer" >&2; fi; \
	exit $$code

sbom: ## Write the bill of materials of a release, bin/giaouoc.cdx.json (CycloneDX)
	@mkdir -p bin
	GOFLAGS=-tags=$(TAGS) $(SCAN) cyclonedx-gomod app -json -licenses -std -main cmd/giaouoc -output bin/giaouoc.cdx.json .

clean: ## Remove what was built
	rm -rf bin coverage internal/web/dist/app internal/app/office/node_modules web/node_modules web/src/api/schema.d.ts
