// Package device is one person's device: it carries out the effects of the app
// against a relay and a store. (Filled in below this contract.)
package device
