package text

// Help is the help page. It is the same for everyone, is reachable signed out
// and from every page, and asks nothing of anybody.
type Help struct {
	Title, Lead         string
	NowTitle            string
	Now                 []string
	CannotTitle         string
	Cannot              []string
	ExitTitle           string
	Exit                []string
	SaferTitle          string
	Safer               []string
	LinesTitle          [3]string // by Need
	LinesLead           string
	Checked             string // %s a date
	Leave               string
	OnBill, Hours, Back string
	Lines               []HelpLine
}

func englishHelp() Help {
	return Help{
		Title:    "Help",
		Lead:     "This page is the same for everyone. Opening it is not noted anywhere, and nobody is told.",
		NowTitle: "If you are in danger now",
		Now: []string{
			"Call the emergency number: 112 in Europe, 911 in the United States and Canada, 999 in the United Kingdom, 000 in Australia.",
			"If you cannot speak, call all the same and stay on the line.",
			"If somebody can see this screen, press Exit first. You can call from another phone.",
		},
		CannotTitle: "What this cannot protect you from",
		Cannot: []string{
			"Somebody who watches this phone or computer with a program, or through a shared account.",
			"Somebody who makes you tell them your passphrase. A second, harmless version to show them does not exist here; the person who knows you would see through it.",
			"Your partner, if your partner runs this server: they cannot read your private pages, but they can see your internet address, when you are here and how much you write.",
			"What your partner has read. They can keep it and show it to others.",
		},
		ExitTitle: "What Exit does",
		Exit: []string{
			"Exit is on every page. Pressing the Shift key three times quickly does the same.",
			"It empties this page, locks it and opens an ordinary website in its place. Back does not bring it back.",
			"It does not clear the history of your browser. A private window leaves no history, as long as you close it.",
		},
		SaferTitle: "A safer way to look for help",
		Safer: []string{
			"Use a phone or computer that the other person has never had in their hands: a friend’s, one at a library or at work.",
			"If you think that your phone is watched, do not change everything at once. A sudden change can be noticed. A help line can plan this with you.",
			"Leaving can be the most dangerous moment. It is worth talking to somebody before.",
		},
		LinesTitle: [3]string{"If you are hurt, or afraid of somebody close to you", "If you worry about what you do yourself", "If you do not want to go on living"},
		LinesLead:  "Numbers can change. If one does not work, your emergency number or a doctor will know another.",
		Checked:    "Compared with a stored copy of a public page on %s.",
		Leave:      "Web addresses are written as text. Opening one leaves a trace in your browser’s history.",
		OnBill:     "Phone bill", Hours: "Hours", Back: "Back",
		Lines: englishLines(),
	}
}
