package text

// Devices is one's own devices.
type Devices struct {
	Title, Lead            string
	Ask, Do                string // before the list is shown
	Device                 string // {n}: one without a name
	Here                   string
	In, Out                string // whether it has a session
	Weekly                 string
	Noted                  string // {when}
	Other, Others          string // sessions of devices that are not known; {n}
	Which                  string
	OtherName              string
	SignOut                string
	SignOutWhat            []string
	SignedOut              string
	Only                   string // there is no other
	Name, NameHint, NameDo string

	Forget, ForgetLead string // this device
	ForgetWhat         []string
	ForgetWaits        string
	ForgetDrafts       string
	ForgetDo           string
}

func englishDevices() Devices {
	return Devices{
		Title: "Your devices", Lead: "Where your account has been opened. Your partner never learns anything of this, and whoever runs the server cannot tell your devices apart.",
		Ask: "Your passphrase is asked for, so that nobody sees this list on your unlocked device.", Do: "Show my devices",
		Device: "Device {n}", Here: "This device", In: "Signed in.", Out: "Not signed in.", Noted: "Last noted {when}.", Weekly: "A device is noted about once a week, with the day alone.",
		Other: "Somewhere it is open on a device that does not say which one it is.", Others: "It is open {n} times on devices that do not say which they are.",
		Which: "Sign out", OtherName: "Whatever is not in this list",
		SignOut: "Sign it out",
		SignOutWhat: []string{
			"It is locked at once, or as soon as it has a connection.",
			"It keeps what it already downloaded, locked with your passphrase.",
			"Whoever knows your passphrase can open it there again. If somebody does who should not, secure your account as well.",
		},
		SignedOut: "It is signed out.",
		Only:      "No other device is known.",
		Name:      "What you call this device", NameHint: "Only you ever see it. It may stay empty.", NameDo: "Keep the name",

		Forget: "Sign out this device", ForgetLead: "This device forgets everything of yours. On the server and on your other devices nothing changes.",
		ForgetWhat: []string{
			"Your account key, your entries and what you have begun to write are removed from this device.",
			"To come back here you need your account key and your passphrase. Without them, and without another device, it is gone for you.",
			"What your browser remembers of where you have been is not removed by this.",
		},
		ForgetWaits:  "Something that you wrote here has not gone out yet. It is only on this device, and would be gone.",
		ForgetDrafts: "Something that you have begun to write is only on this device, and would be gone.",
		ForgetDo:     "Sign out and forget",
	}
}
