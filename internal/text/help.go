package text

// Help is the help page. It is the same for everyone, is reachable signed out
// and from every page, and asks nothing of anybody.
type Help struct {
	Title, Lead string
	NowTitle    string
	Now         []string
	LinesTitle  string
	LinesLead   string
	Needs       [Needs]string
	Emergency   string // before a number
	Silent      string // before what to do if one cannot speak
	Checked     string // %s a date
	LinesAfter  []string
	CannotTitle string
	Cannot      []string
	ExitTitle   string
	Exit        []string
	SaferTitle  string
	Safer       []string
	Back        string
	Countries   []HelpCountry
}

// EnglishHelp returns the help page's English words. They are no part of the
// Book: the page comes with the first answer of the server, so the browser core
// need not carry them.
func EnglishHelp() Help {
	return Help{
		Title:    "Help",
		Lead:     "This page is the same for everyone. Opening it is not noted anywhere, and nobody is told.",
		NowTitle: "If you are in danger now",
		Now: []string{
			"Call the emergency number: 112 in the European Union and in India, 911 in the United States and Canada, 999 in the United Kingdom and Ireland, 000 in Australia, 111 in New Zealand.",
			"If you cannot speak: a call without a sound may be cut off. Whisper, cough or tap on the phone when you are asked. In some countries there is another way; it stands below.",
			"If somebody can see this screen, press Exit first. You can call from another phone.",
		},
		LinesTitle: "Somebody to talk to",
		LinesLead:  "Most of these cost nothing, and you need not say your name. Choose your country.",
		Needs:      [Needs]string{"If you are hurt, or afraid of somebody close to you", "If you worry about what you do yourself", "If you do not want to go on living"},
		Emergency:  "In danger now: call",
		Silent:     "If you cannot speak:",
		Checked:    "Checked on %s.",
		LinesAfter: []string{
			"“Checked” means that it was found that day in stored copies of public pages: the line’s own page or an official one, where there was one. Nobody called the number.",
			"Numbers and hours can change. If one does not work, a doctor, a hospital or the police will know another. They are also the ones to ask if your country is not here.",
			"A call can stay in the phone’s own list of calls, even when no bill shows it.",
			"Web addresses are written as text. Opening one leaves a trace in your browser’s history.",
		},
		CannotTitle: "What this cannot protect you from",
		Cannot: []string{
			"Somebody who watches this phone or computer with a program, through a shared account, or with a camera.",
			"Somebody who makes you tell them your passphrase. There is no second, harmless version here to show them; somebody who knows you would see through it.",
			"Your partner, if your partner runs this server: they cannot read your private pages, but they can see your internet address, when you are here and how much you write. And they serve you this page, so they could change it.",
			"What your partner has read. They can keep it, take pictures of it and show it to others.",
			"Your browser’s history: it shows that you were on this website, though not which pages.",
		},
		ExitTitle: "What Exit does",
		Exit: []string{
			"Exit is on every page. Pressing the Shift key three times quickly does the same.",
			"It empties this page, locks it and opens an ordinary website in its place. Back does not bring it back. If you have installed this as an app, it locks instead.",
			"It does not clear the history of your browser. A private window keeps no history once you have closed it.",
		},
		SaferTitle: "A safer way to look for help",
		Safer: []string{
			"Use a phone or computer that the other person has never had in their hands: a friend’s, one at a library or at work.",
			"If you think that your phone is watched, do not change or delete everything at once. A sudden change can be noticed. A help line can plan this with you.",
			"Leaving can be the most dangerous moment. It is worth talking to somebody before.",
		},
		Back:      "Back",
		Countries: englishCountries(),
	}
}
