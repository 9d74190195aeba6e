// Package config turns the environment into one struct with working defaults.
// It reads nothing by itself: the environment and the file reader are handed in.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"
)

// Prefix starts the name of every variable the service reads.
const Prefix = "GIAOUOC_"

// Config is everything an operator can set.
type Config struct {
	Addr            string         // host:port of the API
	Data            string         // directory of the SQLite database and generated keys
	DatabaseURL     string         // postgres://…; empty means SQLite in Data
	DemoPassword    string         // of the demo accounts; empty: one is chosen and printed
	TokenKey        []byte         // 32 bytes; nil: generated into Data
	AuditKey        []byte         // 32 bytes; nil: generated into Data
	MetricsAddr     string         // host:port of /metrics; empty means off
	LogFormat       string         // LogJSON or LogText
	LogLevel        slog.Level     //
	TrustedProxies  []netip.Prefix // whose X-Forwarded-* headers count; empty means nobody's
	PublicURL       string         // base of absolute links, without a trailing slash; empty: taken from the request
	AccessTokenTTL  time.Duration  //
	RefreshTokenTTL time.Duration  //
	AutoMigrate     bool           // bring the schema up to date at start

	AttachmentMaxBytes   int64 // of one attachment
	AttachmentQuotaBytes int64 // of all attachments of a bloc, and of all outside blocs

	settings []Setting
}

// Values of Config.LogFormat.
const (
	LogJSON = "json"
	LogText = "text"
)

// Origin says where a setting came from.
type Origin string

// Where a setting can come from.
const (
	FromDefault     Origin = "default"
	FromEnvironment Origin = "environment"
	FromFile        Origin = "file"
)

// Setting is one line of `config print`.
type Setting struct {
	Name   string
	Value  string // masked when it is a secret
	Origin Origin
}

const mask = "********"

// Settings lists every variable with the value in use, secrets masked.
func (c Config) Settings() []Setting { return append([]Setting(nil), c.settings...) }

// String keeps secrets out of anything that prints the whole struct.
func (c Config) String() string {
	lines := make([]string, len(c.settings))
	for i, s := range c.settings {
		lines[i] = s.Name + "=" + s.Value
	}
	return strings.Join(lines, " ")
}

// LogValue keeps secrets out of logs.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// variable is one row of the table every other part of the package works from.
type variable struct {
	name     string
	fallback string
	secret   bool // may be given as NAME_FILE, and is masked
	set      func(*Config, string) error
}

// variables is the complete list, in the order in which it is documented.
func variables() []variable {
	return []variable{
		{name: "GIAOUOC_ADDR", fallback: "127.0.0.1:8080", set: address(func(c *Config) *string { return &c.Addr })},
		{name: "GIAOUOC_DATA", fallback: "./data", set: text(func(c *Config) *string { return &c.Data })},
		{name: "GIAOUOC_DATABASE_URL", secret: true, set: setDatabaseURL},
		{name: "GIAOUOC_AUTO_MIGRATE", set: setAutoMigrate},
		{name: "GIAOUOC_DEMO_PASSWORD", secret: true, set: text(func(c *Config) *string { return &c.DemoPassword })},
		{name: "GIAOUOC_TOKEN_KEY", secret: true, set: key(func(c *Config) *[]byte { return &c.TokenKey })},
		{name: "GIAOUOC_AUDIT_KEY", secret: true, set: key(func(c *Config) *[]byte { return &c.AuditKey })},
		{name: "GIAOUOC_ACCESS_TOKEN_TTL", fallback: "15m", set: duration(func(c *Config) *time.Duration { return &c.AccessTokenTTL })},
		{name: "GIAOUOC_REFRESH_TOKEN_TTL", fallback: "720h", set: duration(func(c *Config) *time.Duration { return &c.RefreshTokenTTL })},
		{name: "GIAOUOC_PUBLIC_URL", set: setPublicURL},
		{name: "GIAOUOC_TRUSTED_PROXY", set: setTrustedProxies},
		{name: "GIAOUOC_METRICS_ADDR", set: address(func(c *Config) *string { return &c.MetricsAddr })},
		{name: "GIAOUOC_ATTACHMENT_MAX_BYTES", fallback: "20MiB", set: size(func(c *Config) *int64 { return &c.AttachmentMaxBytes })},
		{name: "GIAOUOC_ATTACHMENT_QUOTA_BYTES", fallback: "2GiB", set: size(func(c *Config) *int64 { return &c.AttachmentQuotaBytes })},
		{name: "GIAOUOC_LOG_FORMAT", fallback: LogJSON, set: setLogFormat},
		{name: "GIAOUOC_LOG_LEVEL", fallback: "info", set: setLogLevel},
	}
}

// Load reads the environment (as os.Environ returns it) and reports everything
// that is wrong with it at once. An empty value counts as not set.
func Load(environ []string, readFile func(string) ([]byte, error)) (Config, error) {
	var c Config
	var problems []error
	env := ours(environ)
	for _, v := range variables() {
		value, origin, err := lookup(env, v, readFile)
		if err == nil && value != "" {
			err = v.set(&c, value)
		}
		if err != nil {
			problems = append(problems, of(v.name, err))
		}
		if v.secret && value != "" {
			value = mask
		}
		c.settings = append(c.settings, Setting{Name: v.name, Value: value, Origin: origin})
	}
	c.settle()
	problems = append(problems, unknown(env)...)
	problems = append(problems, c.conflicts()...)
	return c, errors.Join(problems...)
}

// settle fills what depends on other variables.
func (c *Config) settle() {
	for i, s := range c.settings {
		if s.Name == "GIAOUOC_AUTO_MIGRATE" && s.Value == "" {
			c.AutoMigrate = c.DatabaseURL == ""
			c.settings[i].Value = fmt.Sprint(c.AutoMigrate)
		}
	}
}

// conflicts finds values that are right alone and wrong together.
func (c *Config) conflicts() []error {
	var out []error
	if c.MetricsAddr != "" && c.MetricsAddr == c.Addr {
		out = append(out, of("GIAOUOC_METRICS_ADDR", wrong("same_address", "GIAOUOC_ADDR", "is the same as GIAOUOC_ADDR; give the metrics a port of their own")))
	}
	if c.AccessTokenTTL > 0 && c.RefreshTokenTTL > 0 && c.RefreshTokenTTL <= c.AccessTokenTTL {
		out = append(out, of("GIAOUOC_REFRESH_TOKEN_TTL", wrong("too_short", "GIAOUOC_ACCESS_TOKEN_TTL", "must be longer than GIAOUOC_ACCESS_TOKEN_TTL")))
	}
	if c.TokenKey != nil && string(c.TokenKey) == string(c.AuditKey) {
		out = append(out, of("GIAOUOC_AUDIT_KEY", wrong("same_key", "GIAOUOC_TOKEN_KEY", "is the same as GIAOUOC_TOKEN_KEY; make a second key")))
	}
	if c.AttachmentMaxBytes > c.AttachmentQuotaBytes && c.AttachmentQuotaBytes > 0 {
		out = append(out, errors.New("GIAOUOC_ATTACHMENT_QUOTA_BYTES: must not be below GIAOUOC_ATTACHMENT_MAX_BYTES"))
	}
	return out
}
