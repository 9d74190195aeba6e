// Command reference answers the measured requests as a bare program would:
// net/http, hand-written SQL with bound parameters, scans into variables, JSON
// appended by hand; no framework, no reflection, no permission filter, no log.
// It reads and writes the same database as the service, so that its answers can
// be compared and its cost is the measure of the service's.
//
//	reference ADDRESS DATABASE HEX-KEY
//
// DATABASE is postgres://… or the path of a SQLite file; tokens signed with the
// key (HS256) are let in.
package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// store is the SQL of one engine. Each method appends its answer to b.
type store interface {
	page(ctx context.Context, b []byte, q pageQuery) ([]byte, error)
	search(ctx context.Context, b []byte, words []string) ([]byte, error)
	whole(ctx context.Context, b []byte, id string) ([]byte, error)
	create(ctx context.Context, b []byte, user string, in newCommitment) ([]byte, error)
	tally(ctx context.Context, b []byte, province string) ([]byte, error)
	query(ctx context.Context, sql string, args []any, read func(rows) error) error
}

// pageQuery asks for a page of commitments: of a bloc and year, or of all after
// a place.
type pageQuery struct {
	bloc, year, status string
	afterPosition      int
	afterID            string
	limit              int
}

// newCommitment is what a commitment is made of.
type newCommitment struct {
	AgreementID string `json:"agreement_id"`
	Theme       string `json:"theme"`
	Text        string `json:"text"`
	UnitID      string `json:"unit_id"`
	Measure     string `json:"measure"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: reference ADDRESS DATABASE HEX-KEY")
	}
	key, err := hex.DecodeString(args[2])
	if err != nil {
		return err
	}
	var s store
	if strings.HasPrefix(args[1], "postgres://") {
		s, err = openPostgres(context.Background(), args[1], key)
	} else {
		s, err = openSQLite(args[1], key)
	}
	if err != nil {
		return err
	}
	return http.ListenAndServe(args[0], routes(s, key))
}

// user checks a token and returns whose it is.
func user(r *http.Request, key []byte) (string, bool) {
	var c jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), &c, func(*jwt.Token) (any, error) { return key, nil }, jwt.WithValidMethods([]string{"HS256"}))
	return c.Subject, err == nil
}
