package text

// Waiting is what is said about things that were written and are not sent yet.
type Waiting struct {
	One, Many     string // %s: how many
	Look          string
	Stuck         string
	Title, Lead   string
	Nothing       string
	Unsure        string // it may have arrived already
	Throw, Retry  string
	Elsewhere     string // of another practice or version
	RefusedDevice string
}

func englishWaiting() Waiting {
	return Waiting{
		One:       "One thing you wrote waits on this device and goes out by itself.",
		Many:      "Of what you wrote, %s things wait on this device and go out by themselves.",
		Look:      "See what waits",
		Stuck:     "Something you wrote could not be sent.",
		Title:     "Waiting here",
		Lead:      "This is written and kept on this device, locked like everything else. It goes out by itself when the server can be reached. Your partner does not see it yet.",
		Nothing:   "Nothing waits. Everything you wrote has gone out.",
		Unsure:    "It was being sent when the connection went. It goes out once, not twice.",
		Throw:     "Throw it away",
		Retry:     "Try again",
		Elsewhere: "Written here",
		RefusedDevice: "This server does not let this device in any more. You can read everything that is here. " +
			"If you changed your passphrase on another device, lock this page and open it with the new one.",
	}
}
