package text

// Pair is inviting, joining and comparing words.
type Pair struct {
	Partner                       string // somebody without a name
	Invite, InviteLead, InviteHow string
	InviteDo, InviteHost          string
	Sending                       string
	Prove, ProveLead, ProveDo     string
	Delayed, DelayedUntil         string // %s a date and time
	Instead, KeepMine             string // %s a name
	Ready, ReadyLead, Until       string // Until: %s a date and time
	Link, QR                      string
	Withdraw                      string
	Raced                         string
	Join                          string // %s a name
	JoinWho                       string // %s a name
	JoinLead                      string
	JoinBegin                     string
	JoinLooking                   string
	Waiting, WaitingLead          string // %s a name
	Words, WordsLead              string // %s a name
	WordsHow                      []string
	Digits                        string
	Match, Differ                 string
	MatchWhat, DifferWhat         string
	MatchAsk                      string // %s a name
	Matched, MatchedLead          string // %s a name
	NotChecked                    string // %s a name
	Failed                        string
	Why                           map[string]string // by failure
	WhyElse                       string
	Forget                        string
}

func englishPair() Pair {
	return Pair{
		Partner:      "Your partner",
		Invite:       "Invite your partner",
		InviteLead:   "You get a link and a picture of it. Give it to your partner yourself: in person is best. It works once, for a day.",
		InviteHow:    "When your partner has opened it, you both see four words. If they are the same, nobody else is on the line.",
		InviteDo:     "Make the invite",
		InviteHost:   "If you do, your partner is told before they join, with what it means.",
		Sending:      "Making the invite. One moment.",
		Prove:        "Your passphrase once more",
		ProveLead:    "The invite is made but could not be sent in time. Before it goes out now, the server wants to know once more that it is you.",
		ProveDo:      "Send the invite",
		Delayed:      "This has not gone through yet. Nothing is lost. It is tried again by itself while this page is open.",
		DelayedUntil: "The server takes no more of this just now. Nothing is lost. It is tried again by itself after %s, while this page is open.",
		Instead:      "Withdraw mine and join", KeepMine: "Keep mine",
		Ready: "Your invite is ready", ReadyLead: "Let your partner scan this, or send the link over a way only the two of you use. This page moves on by itself.",
		Until: "It works once, until %s.",
		Link:  "The link", QR: "The invite as a picture to scan",
		Withdraw:    "Withdraw the invite",
		Raced:       "Somebody else tried this link too. Compare the four words with special care, or withdraw and make a new invite.",
		Join:        "%s invites you",
		JoinWho:     "That is the name in the invite. You find out together whether it is really %s: there are four words to compare.",
		JoinLead:    "This is a private place for the two of you. What you write to each other can be read by nobody else. You can leave at any time, and nobody has to agree.",
		JoinBegin:   "Go on",
		JoinLooking: "Looking at the invite.",
		Waiting:     "Waiting for %s’s device", WaitingLead: "The four words come as soon as it is connected. You can close this and come back.",
		Words: "Compare these four words", WordsLead: "%s sees four words too. Are they the same, in the same order?",
		WordsHow: []string{
			"Best side by side, or in a call where you know the voice.",
			"Not by a message: somebody else could have written it.",
		},
		Digits: "If you would rather compare numbers:",
		Match:  "They match", Differ: "They differ",
		MatchWhat: "If they match, say so, both of you: then you share this place.", DifferWhat: "If even one differs, somebody else may be on the line. Nothing has been shared yet. Say so, and this invite is destroyed.",
		MatchAsk: "Enter your passphrase to let %s in.",
		Matched:  "You have said that they match", MatchedLead: "As soon as %s says so too, you share this place. You can close this and come back.",
		NotChecked: "You and %s have not both compared the words yet.",
		Failed:     "This did not work out",
		Why: map[string]string{
			"expired":      "The invite was good for one day, and that day is over. Nothing else has happened. A new invite takes a minute.",
			"gone":         "This invite was used already, or it was withdrawn. If you did not use it yourself, tell the one who invited you: somebody else may have opened it. Then make a new one.",
			"not-found":    "This server does not know this invite, or not any more. Ask for a new link.",
			"own":          "This is your own invite. It is meant for your partner, and it is still good.",
			"sharing":      "You share a place with somebody already, and there is one at a time. Nothing was sent, and the invite is still good. If you want to begin anew, end that space first; then open the invite again.",
			"other":        "You have made an invite of your own, and only one of the two can be used. Agree on one. You can withdraw yours and take this one, or keep yours. Nothing was sent yet.",
			"blocked":      "This invite is from somebody whose invites you decline. Nothing was sent, and they see the same as if nobody had opened it. You can change that in the settings, under Leaving.",
			"busy":         "You are in the middle of another invite. Nothing was sent. Finish that one or put it away; then open this one again.",
			"differ":       "One of you said that the words differ, or a device found that something was not right, so the invite was destroyed. Somebody else may have been on the line. Make a new invite and hand it over in person.",
			"tampered":     "Something about this invite was not right, so it was not followed. Somebody may have changed it on the way. Make a new one and hand it over in person.",
			"link":         "This link is not complete, so it cannot be followed. It may have been cut off when it was copied. Ask for it again, or scan the picture.",
			"elsewhere":    "This invite belongs to another server. Open the link just as you were given it, without changing anything.",
			"offline":      "There is no connection to the server just now. Nothing is lost. Try again when you are connected.",
			"unavailable":  "The server is busy or being restarted. Nothing is lost. Try again in a minute.",
			"forbidden":    "The server did not accept this any more. Nothing is lost. Make a new invite.",
			"rate-limited": "That was many times in a short while. Nothing is lost. Wait a little and try again.",
		},
		WhyElse: "Something went wrong. Nothing is lost. Try again in a little while, or make a new invite.",
		Forget:  "Put this away",
	}
}
