package text

// Set is the settings.
type Set struct {
	Title                       string
	AutoLock, AutoLockHint      string
	Minute, Minutes             string // %d
	Theme, System, Light, Dark  string
	Dates, DayFirst, MonthFirst string
	Save                        string
	Key, KeyLead, KeyDo         string
	Help, HelpLead              string
	End, EndLead                string
	Build, BuildLead            string
	NoBuild                     string
	Connection, Checked         string // %s the partner's name
	Invite                      string
}

func englishSet() Set {
	return Set{
		Title:    "Settings",
		AutoLock: "Lock by itself after", AutoLockHint: "Counted from when you last touched the screen.",
		Minute: "%d minute", Minutes: "%d minutes",
		Theme: "Light or dark", System: "As on this device", Light: "Light", Dark: "Dark",
		Dates: "Dates", DayFirst: "24 November", MonthFirst: "November 24",
		Save: "Keep these",
		Key:  "Your account key", KeyLead: "See it and print it again. Your passphrase is asked for first.", KeyDo: "Show the account key",
		Help: "Help", HelpLead: "Where to talk to somebody, and what this cannot protect you from. The same page for everyone.",
		End: "Leaving", EndLead: "End this space",
		Build: "The program that is running", BuildLead: "This is what the page tells you about itself. A dishonest page could lie, so compare it with what the maker of this server’s program has published.",
		NoBuild:    "not known",
		Connection: "Your connection", Checked: "You and %s have both compared the words.",
		Invite: "Invite your partner",
	}
}
