package date

import "time"

// Clock tells the present instant. It is handed in wherever time matters, so
// that tests can set it.
type Clock func() time.Time

// System returns the clock of the machine, in UTC and whole microseconds, the
// finest instant every database engine keeps.
func System() Clock {
	return func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
}

// vietnamOffset is the zone Asia/Ho_Chi_Minh: UTC+7 without summer time since
// 1975, so no zone database is needed.
const vietnamOffset = 7 * time.Hour

// Today returns the day it now is in Việt Nam.
func Today(clock Clock) Day { return dayOf(clock().UTC().Add(vietnamOffset)) }
