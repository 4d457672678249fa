package text

// Leave is the ways out: going quiet, ending a space, deleting an account.
type Leave struct {
	Title, In, Lead string // In: over the link on the settings

	First                  string // before
	Copy, Keys, Guide      string // links
	Safer                  string // before a link to the help page
	Quiet                  string // heading and button
	QuietWhat, QuietMore   string
	QuietNow, QuietHow     string // while one is
	QuietBack              string // button
	QuietWaits             string // what waits meanwhile
	QuietBanner, QuietGo   string
	End, EndLead, EndGo    string
	EndPair, EndPairGo     string // an invite is under way
	EndNone                string // no space
	Left                   string
	LeftWaits              string // and the line that says so has not gone out
	LeftSilent             string // {who} was not told
	LeftSay                string // button
	Set                    string // {when}
	SetHow                 string
	SetNot                 string // button
	Block, BlockLead       string // %s a name
	BlockDo, BlockUndo     string // buttons
	Blocked                string // %s a name
	Delete, DeleteLead     string
	DeleteGo, DeleteBack   string
	EndTitle               string
	EndWhat                []string
	How                    string // legend
	HowNow, HowNowHint     string
	HowAt, HowAtHint       string
	HowNever, HowNeverHint string
	Date, Time, TimeHint   string
	Words, WordsHint       string
	BlockBox, BlockHint    string // %s a name
	EndDo                  string

	DeleteWhat            []string
	Offline               string
	Take                  string // legend: %s a name
	TakeNo, TakeYes       string
	TakeHint              string
	Tell, TellYes, TellNo string
	Pass                  string // hint
	DeleteDo              string
	Gone, GoneWhat        string // the account was deleted
	LastOf, LastOwn       string // over last words: {who}
	Wrong                 map[string]string
	Cannot                string
}

// WrongField says what is wrong with a field.
func (w Leave) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishLeave() Leave {
	return Leave{
		Title: "Leaving", In: "Going quiet, ending it, deleting it",
		Lead: "There are three ways out, and each is yours alone. Nobody has to agree, nothing has to be explained, and nothing makes you wait.",

		First: "If there is time: do this on a device that nobody else looks at, in a place where you feel safe. Take a copy of what you want to keep. And if somebody may know your passphrase, change what opens your account.",
		Copy:  "Take a copy away", Keys: "Keys and devices", Guide: "What to think of when you part",
		Safer: "If you are afraid of how the other will take it, talk to somebody first.",

		Quiet:       "Go quiet",
		QuietWhat:   "This device asks the server nothing and sends nothing, also after it was locked or switched off. To your partner you look like somebody who does not open the app. What is here stays readable, what you write waits here, and you come back whenever you like.",
		QuietMore:   "Your other devices go quiet when they next ask the server, unless you have no connection now. Somebody who is used to hearing from you may notice a sudden silence: if that could be dangerous, choose the moment with care.",
		QuietNow:    "You are quiet. Nothing leaves this device.",
		QuietHow:    "When you come back, what waits here goes out. Look at it first if you like. A device of yours that has gone quiet too comes back when you say so there.",
		QuietBack:   "Come back",
		QuietWaits:  "What you wrote waits on this device until you come back.",
		QuietBanner: "You are quiet. Nothing leaves this device.", QuietGo: "What that means, and the way back",

		End: "End this space", EndGo: "End it",
		EndLead: "What was written stays readable for both of you. Nothing more is written. Your private pages stay yours.",
		EndPair: "There is no space yet, only an invite. You can withdraw it.", EndPairGo: "To the invite",
		EndNone:    "You share no space just now, so there is none to end.",
		Left:       "You have left this space.",
		LeftWaits:  "The one line that says so goes out from here as soon as there is a connection.",
		LeftSilent: "{who} was not told. If you want to say it after all, one line says that you have left, and nothing else.",
		LeftSay:    "Say it after all",
		Set:        "You leave this space on {when}.",
		SetHow:     "Until then everything is as before, and nobody is told. If the app is closed at that time, it is said when you next open it.",
		SetNot:     "Do not leave then",

		Block: "Invites from %s", BlockLead: "%s can send you another invite. You can decline them all in silence.",
		BlockDo: "Take no more invites", BlockUndo: "Take invites again",
		Blocked: "Invites from %s are declined in silence. They see the same as with an invite that nobody took. A new account would be somebody new: whatever name an invite shows, it proves nothing.",

		Delete: "Delete your account", DeleteGo: "Delete it",
		DeleteLead: "The server forgets you, and this device too. For this your passphrase is asked for.",
		DeleteBack: "Back",

		EndTitle: "End this space",
		EndWhat: []string{
			"Your partner sees one plain line: that you have left. Nothing else, and no reason.",
			"What you have not sent by then stays with you.",
			"You can still take back what you wrote. What your partner has read stays theirs, as what you have read stays yours.",
			"An ended space stays ended. If you both want to one day, you can begin a new one.",
		},
		How:    "When is it said?",
		HowNow: "Now", HowNowHint: "Without a connection it is over for you at once, and said when there is one.",
		HowAt: "At a time I choose", HowAtHint: "This app says it then if it is open, or else when you next open it. Until then you can change your mind.",
		HowNever: "Never", HowNeverHint: "It is over for you, on all your devices, and nothing is ever sent about it. Your partner sees only that nothing more comes. If they run the server, they can see when you use your private pages.",
		Date: "On which day?", Time: "At what time?", TimeHint: "Only if you have chosen a time. It goes by the clock of the device you use then.",
		Words: "Last words, if you like", WordsHint: "They come last, once, and cannot be answered here. If it is never said, they are not sent.",
		BlockBox: "Take no more invites from %s", BlockHint: "They are declined in silence, and you can change this later.",
		EndDo: "End it",

		DeleteWhat: []string{
			"The server forgets at once how you get in, your private pages, and every device that is signed in.",
			"This device forgets everything it has stored. Others of yours keep what they have, say that the account is gone, and let you take a copy, or forget it.",
			"What you wrote in a space you share stays there, unless you take it back here. What your partner has read stays theirs even then.",
			"Copies of the server that were made before may hold the locked version for as long as they are kept.",
			"Nothing brings it back.",
		},
		Offline: "There is no connection to the server just now, so it cannot delete your account. It can once there is one. What you can do now is sign out this device; then it forgets everything.",
		Take:    "What you wrote to %s",
		TakeNo:  "Leave it with them", TakeYes: "Take it back",
		TakeHint: "It goes from the server, and from their app if they had not opened it. They see that it was taken back.",
		Tell:     "Is it said that you leave?", TellYes: "Yes, in one plain line", TellNo: "No, say nothing",
		Pass:     "So that nobody else does this on your unlocked device.",
		DeleteDo: "Delete my account",
		Gone:     "This account was deleted", GoneWhat: "The server does not know it any more, and says so to nobody but you. What you see is what this device still has.",

		LastOf: "Last words from {who}", LastOwn: "Your last words",

		Wrong: map[string]string{
			"how bad":        "Choose one of the three.",
			"date empty":     "Choose a day.",
			"date bad":       "Choose a day.",
			"time empty":     "Choose a time.",
			"time bad":       "Choose a time.",
			"date past":      "This time is over. Choose a later one, or choose now.",
			"date far":       "At most a year ahead.",
			"words too-long": "This is too long for here. About fifteen hundred words fit.",
		},
		Cannot: "This is not possible any more. You have left this space already, or on another device.",
	}
}
