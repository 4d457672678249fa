package text

// Help is the help page. It is the same for everyone, is reachable signed out
// and from every page, and asks nothing of anybody.
type Help struct {
	Title, Lead string
	NowTitle    string
	Now         []string
	AskTitle    string
	AskLead     string
	Ask         []Question
	AskClear    string
	ToldTitle   string // shown when something was told
	Told        []string
	LinesTitle  string
	LinesLead   string
	Find        string
	Found       string // %d countries of %d
	FoundNone   string
	Needs       [Needs]string
	Emergency   string // before a number
	Silent      string // before what to do if one cannot speak
	NoLines     string
	Checked     string // %s a date, %s a website
	LinesAfter  []string
	ElseTitle   string
	Else        []string
	CannotTitle string
	Cannot      []string
	ExitTitle   string
	Exit        []string
	SaferTitle  string
	Safer       []string
	NamesLead   string
	NamesGo     string
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
			"Call the emergency number: 112 in the European Union, 911 in the United States and Canada, 999 in the United Kingdom and Ireland, 000 in Australia, 111 in New Zealand. For more countries it stands below.",
			"If you cannot speak: a call without a sound may be cut off. Whisper, cough or tap on the phone when you are asked. In some countries there is another way; it stands below.",
			"If somebody can see this screen, press Exit first. You can call from another phone.",
		},
		AskTitle: "Questions for you alone",
		AskLead:  "What you choose here is kept nowhere and goes nowhere, not even into the app, and it is gone when you leave this page. There is no result. What may help stands below an answer, and after the last question.",
		Ask: []Question{
			{"Are you sometimes afraid of your partner?", []Answer{
				{"no", "No", "Good. You can come back to this at any time.", false},
				{"unsure", "I am not sure", "You need not be sure, and nothing has to have happened, to talk it over with somebody. That is what the lines below are for.", true},
				{"yes", "Yes", "Fear is reason enough. You do not have to explain it or prove it. What two people do together here is meant for people who are safe with each other; it can wait, or stay undone.", true},
			}},
			{"Has somebody close to you hurt you, or made you do something you did not want, also in bed?", []Answer{
				{"no", "No", "Good.", false},
				{"yes", "Yes", "Nothing you did gave anybody the right to do that. Let a doctor see you, also if it seems to have passed: after a hand around your throat or a blow to the head always. A doctor can write down what they see; you need not decide today what to do with it.", true},
				{"unsaid", "I would rather not say", "You need not. The lines below ask nothing that you do not want to tell.", true},
			}},
			{"Does somebody watch you or decide for you: your phone, your money, where you go, whom you see?", []Answer{
				{"no", "No", "Good.", false},
				{"yes", "Yes, or some of it", "Then think of this phone as one that they see too, and look for help on another one. Do not delete or change everything at once: a sudden change can be noticed.", true},
			}},
			{"What if somebody read what you write here?", []Answer{
				{"calm", "Nothing bad would happen", "Good. Lock it all the same when you put it away.", false},
				{"danger", "It could be dangerous for me", "Then do not write it down, here or anywhere near them. What you write is locked, but what is open on the screen can be read, a passphrase can be forced out of somebody, and the history of your browser shows that you were here.", true},
			}},
			{"Are you afraid of what you might do yourself, to somebody else or to you?", []Answer{
				{"no", "No", "Good.", false},
				{"yes", "Yes", "There are people for exactly this, and they have heard it before. Step away first: another room, the street, a glass of water. Then call. In some of the countries below one part is for those who worry about what they do, in more of them one for those who do not want to go on living; anybody who listens will do.", true},
			}},
		},
		AskClear:  "Clear what I chose",
		ToldTitle: "What may help now",
		Told: []string{
			"In danger, call the emergency number. It stands above.",
			"Call or write to one of the lines below. You need not know yet what you want from it.",
			"Tell one person whom you trust. Agree on a word that means: send help.",
			"Think of what you would take along if you had to go quickly: papers, keys, medicine, some money. Keep it where nobody looks.",
			"You can keep away from what takes two here. Under “Mine”, in the settings, choose fewer suggestions: it is then offered no more. Anybody may choose that, for any reason, and your partner’s pages stay as they are.",
			"You can end your space, or simply stop coming. Nobody has to agree. If a sudden end could put you in danger, plan it with somebody first.",
		},
		LinesTitle: "Somebody to talk to",
		LinesLead:  "Choose your country. In danger call the emergency number first; it stands at the top. Check any number before you rely on it: on the website of the line, or by asking somebody.",
		Find:       "Find a country",
		Found:      "%d of %d countries.",
		FoundNone:  "No such country is here. Below the list stands where to look instead.",
		Needs: [Needs]string{
			"If you are hurt, or afraid of somebody close to you",
			"If you worry about what you do yourself",
			"If you do not want to go on living",
			"If you need somebody who listens",
			"For children and young people",
		},
		Emergency: "In danger now: call",
		Silent:    "If you cannot speak:",
		NoLines:   "No line is here whose number could be checked. Below the list stands where to look instead.",
		Checked:   "Checked on %s at %s.",
		LinesAfter: []string{
			"“Checked” means: on that day the number was found, and found again, in stored copies of pages of the line itself or of public bodies. Such copies can be old. Nobody called.",
			"What such a page did not say is left out: a line may cost nothing, or be open at night, without its standing here. Many good lines are missing.",
			"Numbers and hours change. A call can stay in the phone’s own list of calls, even when no bill shows it.",
			"Web addresses are written as text. Opening one leaves a trace in your browser’s history.",
		},
		ElseTitle: "If your country is not here, or a number does not work",
		Else: []string{
			"Call the emergency number of the place where you are. 112 works all over the European Union. On a mobile phone it is the international standard number, and many other countries answer it too, but not all.",
			"A doctor, a hospital, a pharmacy, a school or the police will know a line. Abroad, so will the embassy of your own country.",
			"There are directories of lines all over the world: findahelpline.com; for children and young people childhelplineinternational.org; for women the Global Network of Women’s Shelters, gnws.org. What they say is not checked here.",
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
		NamesLead: "On a device that others see, this can have a plain name and picture.",
		NamesGo:   "Choose a name and a picture",
		Back:      "Back",
		Countries: englishCountries(),
	}
}
