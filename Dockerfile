# The dashboard.
FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
WORKDIR /src
COPY api api
COPY internal/text internal/text
COPY web web
RUN cd web && npm run types && npm run build

# Build stage: one static binary.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/internal/web/dist/app internal/web/dist/app
RUN CGO_ENABLED=0 go build -trimpath -tags nomsgpack,timetzdata -ldflags "-s -w -X giaouoc/internal/app.Built=$(date -u +%Y-%m-%dT%H:%M:%SZ)" -o /out/giaouoc ./cmd/giaouoc \
 && mkdir -m 0700 /out/data \
 && mkdir -m 0700 /out/tmp

# Final stage: the binary, the CA bundle, a data and a scratch directory; no shell.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /out/ /
USER 65532:65532
ENV GIAOUOC_ADDR=0.0.0.0:8080 \
    GIAOUOC_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["/giaouoc", "healthcheck"]
ENTRYPOINT ["/giaouoc"]
CMD ["serve"]
