//go:build js

package browser

import (
	"syscall/js"
	"time"
)

// Now is the time where the person is. The offset is asked for each time: it
// changes with the season and with travel, while Go looks it up only once.
func Now() time.Time {
	minutes := js.Global().Get("Date").New().Call("getTimezoneOffset").Int()
	return time.Now().In(time.FixedZone("", -minutes*60))
}
