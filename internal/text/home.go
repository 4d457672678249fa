package text

// Home is the page before sign-in.
type Home struct {
	Title, Said            string
	Reads, Asks            string
	Begin, Open            string
	ForTitle               string
	For                    []string
	LimitsTitle            string
	Limits                 []string
	HelpAsk, HelpLink      string
	ExitAsk, ExitLink      string
	GuideAsk, GuideLink    string
	NeedLink, NeedLinkMore string
}

func englishHome() Home {
	return Home{
		Title: "A private place for two people to build trust, and to mend it.",
		Said:  "Keep your word. Say hard things kindly. Tell the whole truth once. Take your time.",
		Reads: "What you write here can be read by the two of you and by nobody else: not by whoever runs this server, and not by the people who made it. Nobody can rewrite what was said.",
		Asks:  "It keeps no score, watches nobody, and never asks anyone to forgive. Either of you can leave at any time.",
		Begin: "Begin", Open: "Open mine",
		ForTitle: "Who it is for",
		For: []string{
			"You were hurt, and want the truth at your own pace and your feelings taken seriously.",
			"You broke trust, and want a way to be honest and to make good, without being shamed for life.",
			"You are both well, and want to grow closer.",
			"You are on your own with this. What is here is help for you. It promises nothing about the two of you.",
			"You do not feel safe. Then start with the help page: it is the same for everyone, and opening it leaves no mark here.",
		},
		LimitsTitle: "What it cannot protect you from",
		Limits: []string{
			"Somebody who has your phone open in their hand, or who knows your passphrase.",
			"Programs that watch this device, shared phone or cloud accounts, a camera behind you.",
			"Screenshots and copies. What your partner can read, your partner can keep and show.",
			"Whoever runs this server cannot read a word, but can see your internet address, when you are connected and roughly how much you write. If that is your partner, do not connect from a place you must keep secret.",
			"Whoever serves this page could one day serve a dishonest one. A program on your own computer, or another server, is safer.",
		},
		HelpAsk: "Not safe at home?", HelpLink: "Help, and what this cannot protect you from",
		ExitAsk: "Exit, above, leaves at once:", ExitLink: "what it does, and what it cannot do",
		GuideAsk: "Look first:", GuideLink: "what you can do here, and why it may help",
		NeedLink:     "You need a sign-up link to begin here.",
		NeedLinkMore: "Whoever runs this server can give you one, or your partner can invite you. If you run it yourself, two links were printed when it started. Open one of them.",
	}
}
