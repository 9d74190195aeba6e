package config

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const keyBytes = 32

func text(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, value string) error {
		*field(c) = value
		return nil
	}
}

func address(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, value string) error {
		_, port, err := net.SplitHostPort(value)
		if err != nil {
			return wrong("address", value, fmt.Sprintf("%q is not an address; write host:port, for example 127.0.0.1:8080", value))
		}
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return wrong("port", value, fmt.Sprintf("%q has no usable port; write a number from 0 to 65535 after the colon", value))
		}
		*field(c) = value
		return nil
	}
}

func duration(field func(*Config) *time.Duration) func(*Config, string) error {
	return func(c *Config, value string) error {
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return wrong("duration", value, fmt.Sprintf("%q is not a duration above zero; write for example 15m or 720h", value))
		}
		*field(c) = d
		return nil
	}
}

// size reads a number of bytes, also in KiB, MiB or GiB; at most 1 TiB.
func size(field func(*Config) *int64) func(*Config, string) error {
	return func(c *Config, value string) error {
		digits, unit := value, int64(1)
		for suffix, n := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
			if d, ok := strings.CutSuffix(value, suffix); ok {
				digits, unit = d, n
			}
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n < 1 || n > 1<<40/unit {
			return fmt.Errorf("%q is not a number of bytes from 1 to 1024GiB; write for example 20MiB or 20971520", value)
		}
		*field(c) = n * unit
		return nil
	}
}

func key(field func(*Config) *[]byte) func(*Config, string) error {
	return func(c *Config, value string) error {
		b, err := decodeKey(value)
		if err != nil {
			return err
		}
		*field(c) = b
		return nil
	}
}

// decodeKey never repeats the value in its error.
func decodeKey(value string) ([]byte, error) {
	if b, err := hex.DecodeString(value); err == nil && len(b) == keyBytes {
		return b, nil
	}
	unpadded := strings.TrimRight(value, "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if b, err := enc.DecodeString(unpadded); err == nil && len(b) == keyBytes {
			return b, nil
		}
	}
	return nil, wrong("key", "", "is not a 256-bit key; write 64 hexadecimal digits or 32 bytes in base64, for example from: openssl rand -hex 32")
}

// setDatabaseURL never repeats the value in its error: it holds a password.
func setDatabaseURL(c *Config, value string) error {
	const mend = "write postgres://user:password@host:5432/database, or leave it empty for SQLite" // #nosec G101 -- an example
	u, err := url.Parse(value)
	if err != nil {
		return wrong("database_url", "", "is not a URL (special characters in the password must be percent-encoded); "+mend)
	}
	if u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return wrong("database_scheme", "", "does not start with postgres:// or postgresql://; "+mend)
	}
	if u.Host == "" && u.Query().Get("host") == "" {
		return wrong("database_host", "", "names no host; "+mend)
	}
	if strings.Trim(u.Path, "/") == "" {
		return wrong("database_name", "", "names no database; "+mend)
	}
	c.DatabaseURL = value
	return nil
}

func setAutoMigrate(c *Config, value string) error {
	switch value {
	case "true":
		c.AutoMigrate = true
	case "false":
		c.AutoMigrate = false
	default:
		return wrong("boolean", value, fmt.Sprintf("%q is neither true nor false", value))
	}
	return nil
}

func setPublicURL(c *Config, value string) error {
	u, err := url.Parse(value)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return wrong("base_address", "", "is not a base address; write for example https://thidua.example.vn")
	}
	c.PublicURL = strings.TrimRight(value, "/")
	return nil
}

func setTrustedProxies(c *Config, value string) error {
	var bad []string
	var found []netip.Prefix
	for part := range strings.SplitSeq(value, ",") {
		p, err := prefix(strings.TrimSpace(part))
		if err != nil {
			bad = append(bad, strconv.Quote(strings.TrimSpace(part)))
			continue
		}
		found = append(found, p)
	}
	if bad != nil {
		return wrong("networks", strings.Join(bad, ", "), strings.Join(bad, ", ")+": neither an address nor a network; write for example 127.0.0.1,10.0.0.0/8")
	}
	c.TrustedProxies = found
	return nil
}

func prefix(s string) (netip.Prefix, error) {
	if strings.Contains(s, "/") {
		return netip.ParsePrefix(s)
	}
	a, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	return a.WithZone("").Prefix(a.BitLen())
}

func setLogFormat(c *Config, value string) error {
	if value != LogJSON && value != LogText {
		return wrong("log_format", value, fmt.Sprintf("%q is neither json nor text", value))
	}
	c.LogFormat = value
	return nil
}

func setLogLevel(c *Config, value string) error {
	switch value {
	case "debug":
		c.LogLevel = slog.LevelDebug
	case "info":
		c.LogLevel = slog.LevelInfo
	case "warn":
		c.LogLevel = slog.LevelWarn
	case "error":
		c.LogLevel = slog.LevelError
	default:
		return wrong("log_level", value, fmt.Sprintf("%q is not a level; write debug, info, warn or error", value))
	}
	return nil
}
