package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	hexKey    = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	base64Key = "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA="
)

func noFiles(name string) ([]byte, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

func files(content map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if s, ok := content[name]; ok {
			return []byte(s), nil
		}
		return noFiles(name)
	}
}

func setting(t *testing.T, c Config, name string) Setting {
	t.Helper()
	for _, s := range c.Settings() {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no setting %s", name)
	return Setting{}
}

func TestDefaultsWork(t *testing.T) {
	c, err := Load(nil, noFiles)
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:8080" || c.Data != "./data" || c.DatabaseURL != "" || c.MetricsAddr != "" {
		t.Errorf("addresses and places: %q %q %q %q", c.Addr, c.Data, c.DatabaseURL, c.MetricsAddr)
	}
	if c.AccessTokenTTL != 15*time.Minute || c.RefreshTokenTTL != 720*time.Hour {
		t.Errorf("durations: %v %v", c.AccessTokenTTL, c.RefreshTokenTTL)
	}
	if c.LogFormat != LogJSON || c.LogLevel != slog.LevelInfo || !c.AutoMigrate {
		t.Errorf("log %q %v, migrate %v", c.LogFormat, c.LogLevel, c.AutoMigrate)
	}
	if c.TokenKey != nil || c.AuditKey != nil || c.TrustedProxies != nil {
		t.Errorf("keys and proxies are set without being given")
	}
	for _, s := range c.Settings() {
		if s.Origin != FromDefault {
			t.Errorf("%s comes from %s", s.Name, s.Origin)
		}
	}
}

func TestEveryVariableIsRead(t *testing.T) {
	c, err := Load([]string{
		"PATH=/bin",
		"GIAOUOC_TEST_DATABASE_URL=postgres://elsewhere/x",
		"GIAOUOC_SERVICE_HOST=10.0.0.1",
		"GIAOUOC_PORT_8080_TCP=tcp://10.0.0.1:8080",
		"GIAOUOC_ADDR=:9000",
		"GIAOUOC_DATA=/data",
		"GIAOUOC_DATABASE_URL_FILE=/run/secrets/url",
		"GIAOUOC_DEMO_PASSWORD=mật khẩu",
		"GIAOUOC_TOKEN_KEY=" + hexKey,
		"GIAOUOC_AUDIT_KEY=" + base64Key,
		"GIAOUOC_ACCESS_TOKEN_TTL=5m",
		"GIAOUOC_REFRESH_TOKEN_TTL=24h",
		"GIAOUOC_PUBLIC_URL=https://thidua.example.vn/gu/",
		"GIAOUOC_TRUSTED_PROXY=127.0.0.1, 10.0.0.0/8,::1",
		"GIAOUOC_METRICS_ADDR=127.0.0.1:9100",
		"GIAOUOC_LOG_FORMAT=text",
		"GIAOUOC_LOG_LEVEL=debug",
	}, files(map[string]string{"/run/secrets/url": "postgres://u:p%40ss@db:5432/giaouoc\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != ":9000" || c.Data != "/data" || c.MetricsAddr != "127.0.0.1:9100" || c.DemoPassword != "mật khẩu" {
		t.Errorf("got %q %q %q %q", c.Addr, c.Data, c.MetricsAddr, c.DemoPassword)
	}
	if c.DatabaseURL != "postgres://u:p%40ss@db:5432/giaouoc" || c.AutoMigrate {
		t.Errorf("database %q, migrate %v", c.DatabaseURL, c.AutoMigrate)
	}
	if len(c.TokenKey) != 32 || c.TokenKey[31] != 0x1f || len(c.AuditKey) != 32 || c.AuditKey[0] != 0xff {
		t.Errorf("keys %x %x", c.TokenKey, c.AuditKey)
	}
	if c.AccessTokenTTL != 5*time.Minute || c.RefreshTokenTTL != 24*time.Hour {
		t.Errorf("durations: %v %v", c.AccessTokenTTL, c.RefreshTokenTTL)
	}
	want := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	if !slices.Equal(c.TrustedProxies, want) {
		t.Errorf("proxies %v", c.TrustedProxies)
	}
	if c.PublicURL != "https://thidua.example.vn/gu" || c.LogFormat != LogText || c.LogLevel != slog.LevelDebug {
		t.Errorf("got %q %q %v", c.PublicURL, c.LogFormat, c.LogLevel)
	}
	if s := setting(t, c, "GIAOUOC_DATABASE_URL"); s.Origin != FromFile || s.Value != mask {
		t.Errorf("database setting %+v", s)
	}
	if s := setting(t, c, "GIAOUOC_ADDR"); s.Origin != FromEnvironment || s.Value != ":9000" {
		t.Errorf("address setting %+v", s)
	}
	if s := setting(t, c, "GIAOUOC_AUTO_MIGRATE"); s.Origin != FromDefault || s.Value != "false" {
		t.Errorf("migrate setting %+v", s)
	}
}

func TestEmptyCountsAsNotSet(t *testing.T) {
	c, err := Load([]string{"GIAOUOC_ADDR=", "GIAOUOC_TOKEN_KEY=", "GIAOUOC_TOKEN_KEY_FILE=", "GIAOUOC_NOTHING="}, noFiles)
	if err != nil || c.Addr != "127.0.0.1:8080" {
		t.Errorf("got %q, %v", c.Addr, err)
	}
}

func TestWrongValuesSayHowToMend(t *testing.T) {
	for _, tc := range []struct{ env, want string }{
		{"GIAOUOC_ADDR=8080", "GIAOUOC_ADDR: \"8080\" is not an address; write host:port"},
		{"GIAOUOC_ADDR=localhost:http", "write a number from 0 to 65535"},
		{"GIAOUOC_METRICS_ADDR=:99999", "GIAOUOC_METRICS_ADDR: \":99999\" has no usable port"},
		{"GIAOUOC_METRICS_ADDR=127.0.0.1:8080", "GIAOUOC_METRICS_ADDR: is the same as GIAOUOC_ADDR"},
		{"GIAOUOC_DATABASE_URL=mysql://u:hush@h/d", "GIAOUOC_DATABASE_URL: does not start with postgres://"},
		{"GIAOUOC_DATABASE_URL=postgres://u:hush%@h/d", "GIAOUOC_DATABASE_URL: is not a URL"},
		{"GIAOUOC_DATABASE_URL=postgres:///d", "GIAOUOC_DATABASE_URL: names no host"},
		{"GIAOUOC_DATABASE_URL=postgres://u:hush@h", "GIAOUOC_DATABASE_URL: names no database"},
		{"GIAOUOC_TOKEN_KEY=hush", "GIAOUOC_TOKEN_KEY: is not a 256-bit key"},
		{"GIAOUOC_AUDIT_KEY=" + hexKey[2:], "GIAOUOC_AUDIT_KEY: is not a 256-bit key"},
		{"GIAOUOC_ACCESS_TOKEN_TTL=15", "GIAOUOC_ACCESS_TOKEN_TTL: \"15\" is not a duration"},
		{"GIAOUOC_ACCESS_TOKEN_TTL=-1m", "is not a duration above zero"},
		{"GIAOUOC_REFRESH_TOKEN_TTL=15m", "GIAOUOC_REFRESH_TOKEN_TTL: must be longer"},
		{"GIAOUOC_PUBLIC_URL=thidua.example.vn", "GIAOUOC_PUBLIC_URL: is not a base address"},
		{"GIAOUOC_PUBLIC_URL=https://u:hush@h", "GIAOUOC_PUBLIC_URL: is not a base address"},
		{"GIAOUOC_TRUSTED_PROXY=10.0.0.1,nginx,10.0.0.0/40", "GIAOUOC_TRUSTED_PROXY: \"nginx\", \"10.0.0.0/40\": neither"},
		{"GIAOUOC_LOG_FORMAT=xml", "GIAOUOC_LOG_FORMAT: \"xml\" is neither json nor text"},
		{"GIAOUOC_LOG_LEVEL=loud", "GIAOUOC_LOG_LEVEL: \"loud\" is not a level"},
		{"GIAOUOC_AUTO_MIGRATE=yes", "GIAOUOC_AUTO_MIGRATE: \"yes\" is neither true nor false"},
		{"GIAOUOC_TOKEN_KEY_FILE=/absent", "GIAOUOC_TOKEN_KEY: GIAOUOC_TOKEN_KEY_FILE cannot be read"},
		{"GIAOUOC_TOKEN_KEY_FILE=/empty", "names an empty file (/empty)"},
		{"GIAOUOC_LOG_LEVL=info", "GIAOUOC_LOG_LEVL: no such variable; did you mean GIAOUOC_LOG_LEVEL?"},
		{"GIAOUOC_WEATHER_STATION=x", "no such variable; .env.example lists them all"},
		{"GIAOUOC_ADDR_FILE=/x", "GIAOUOC_ADDR_FILE: only secrets are read from files; set GIAOUOC_ADDR instead"},
	} {
		_, err := Load([]string{tc.env}, files(map[string]string{"/empty": "\n"}))
		if err == nil {
			t.Errorf("%s: accepted", tc.env)
			continue
		}
		if !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s:\n got %v\nwant %s", tc.env, err, tc.want)
		}
		if strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: the message repeats a secret: %v", tc.env, err)
		}
	}
}

func TestBothFormsAndEqualKeysAreRefused(t *testing.T) {
	_, err := Load([]string{"GIAOUOC_TOKEN_KEY=" + hexKey, "GIAOUOC_TOKEN_KEY_FILE=/key"}, noFiles)
	if err == nil || !strings.Contains(err.Error(), "keep one of them") {
		t.Errorf("got %v", err)
	}
	_, err = Load([]string{"GIAOUOC_TOKEN_KEY=" + hexKey, "GIAOUOC_AUDIT_KEY=" + strings.ToUpper(hexKey)}, noFiles)
	if err == nil || !strings.Contains(err.Error(), "make a second key") {
		t.Errorf("got %v", err)
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := Load([]string{"GIAOUOC_ADDR=x", "GIAOUOC_LOG_LEVEL=x", "GIAOUOC_COLOUR=x"}, noFiles)
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) || len(joined.Unwrap()) != 3 {
		t.Errorf("want three problems, got %v", err)
	}
}

func TestSecretsStayOutOfPrints(t *testing.T) {
	c, err := Load([]string{"GIAOUOC_DATABASE_URL=postgres://u:hush@db/g", "GIAOUOC_DEMO_PASSWORD=hush", "GIAOUOC_TOKEN_KEY=" + hexKey}, noFiles)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c)
	for _, out := range []string{fmt.Sprint(c), fmt.Sprintf("%+v", c), log.String(), fmt.Sprint(c.Settings())} {
		if strings.Contains(out, "hush") || strings.Contains(out, hexKey) {
			t.Errorf("a secret shows in %s", out)
		}
	}
}

func TestSizes(t *testing.T) {
	for value, want := range map[string]int64{"1": 1, "20971520": 20 << 20, "512KiB": 512 << 10, "20MiB": 20 << 20, "1024GiB": 1 << 40} {
		c, err := Load([]string{"GIAOUOC_ATTACHMENT_MAX_BYTES=" + value, "GIAOUOC_ATTACHMENT_QUOTA_BYTES=1024GiB"}, nil)
		if err != nil || c.AttachmentMaxBytes != want {
			t.Errorf("%s: %d, %v; want %d", value, c.AttachmentMaxBytes, err, want)
		}
	}
	for _, value := range []string{"0", "-1", "20MB", "20 MiB", "1025GiB", "9223372036854775807", "1.5GiB", "MiB"} {
		if _, err := Load([]string{"GIAOUOC_ATTACHMENT_MAX_BYTES=" + value}, nil); err == nil {
			t.Errorf("%s was taken", value)
		}
	}
	if _, err := Load([]string{"GIAOUOC_ATTACHMENT_MAX_BYTES=3GiB"}, nil); err == nil {
		t.Error("a file may be larger than the quota")
	}
}
