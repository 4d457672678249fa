package text

// Set is the settings.
type Set struct {
	Title                       string
	AutoLock, AutoLockHint      string
	Minute, Minutes             string // %d
	Theme, System, Light, Dark  string
	Dates, DayFirst, MonthFirst string
	Notes, NotesHint            string
	NotesOn, NotesOff           string
	Fewer, FewerHint            string
	FewerNo, FewerYes           string
	Forget, ForgetLead          string // what was said of notes
	Save                        string
	KeysIn                      string
	Help, HelpLead              string
	Build, BuildLead            string
	NoBuild                     string
	Invite                      string
	Install, InstallLead        string
	InstallNames                string
	InstallHow                  []InstallHow
	InstallWhy                  string
}

// InstallHow is how to put the app on a home screen, on one kind of device.
type InstallHow struct{ On, How string }

func englishSet() Set {
	return Set{
		Title:    "Settings",
		AutoLock: "Lock by itself after", AutoLockHint: "Counted from when you last touched the screen.",
		Minute: "%d minute", Minutes: "%d minutes",
		Theme: "Light or dark", System: "As on this device", Light: "Light", Dark: "Dark",
		Dates: "Dates", DayFirst: "24 November", MonthFirst: "November 24",
		Notes: "Notes while you write", NotesHint: "They look at your words on this device and are for you alone. Nothing they find is sent.",
		NotesOn: "Show them", NotesOff: "No notes",
		Fewer: "Suggestions", FewerHint: "With fewer, Today shows what is new and what is yours alone. What takes two is found under Together when you look for it.",
		FewerNo: "As usual", FewerYes: "Fewer",
		Forget: "Forget my answers", ForgetLead: "Each time you say that you did not mean it that way, notes of that kind become rarer on this device.",
		Save:   "Keep these",
		KeysIn: "Passphrase, account key, devices",
		Help:   "Help", HelpLead: "Where to talk to somebody, and what this cannot protect you from. The same page for everyone.",
		Build: "The program that is running", BuildLead: "This is what the page tells you about itself. A dishonest page can lie. To check, compare it with what the command “troth hash” prints for a copy of the program that you trust.",
		NoBuild: "not known",
		Invite:  "Invite your partner",
		Install: "Put it on your home screen", InstallLead: "Then it opens by itself, like any other app. There it has a plain name and picture; neither says what it is. Choose them first, because a browser keeps what it was installed with.",
		InstallNames: "Name and picture",
		InstallHow: []InstallHow{
			{"iPhone or iPad", "In Safari, press Share (the square with an arrow), then “Add to Home Screen”. What Safari has stored may not come along, so have your account key and your passphrase ready when you first open it from there."},
			{"Android", "In Chrome, open the menu with the three dots, then “Add to Home screen” or “Install app”. In Firefox it is in the menu too."},
			{"Computer", "In Chrome or Edge, look for the small sign for installing at the end of the address line. In Safari on a Mac, choose File, then “Add to Dock”."},
		},
		InstallWhy: "It is worth doing: some browsers erase what a page has stored when you have not opened it for a week or so, and spare what is on the home screen. If it happens, nothing on the server is lost. You open yours again with your account key and your passphrase.",
	}
}
