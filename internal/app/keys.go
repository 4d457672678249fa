package app

import "strings"

// Pages of the keys, of the devices and of what else decides who can get in.
const RouteKeys = RouteSettings + "/keys"

// IsSettings reports whether a route is the settings' or one below them.
func IsSettings(route string) bool {
	return route == RouteSettings || strings.HasPrefix(route, RouteSettings+"/")
}
