package text

// Connection is the page on which two people, or two devices of one, are held
// against each other.
type Connection struct {
	Title, In, Lead string
	Alone           string // there is no space

	Now     string // %s the partner's name: both have compared
	Waiting string // %s: this person has, the other has not said so yet

	Number, NumberLead string // %s: the safety number
	NumberHow          []string
	Same, SameQR       string // buttons
	Scan, ScanLead     string // %s: the picture for the partner
	Differ, DifferLead string // what to do if they differ
	DifferWhat         []string
	DifferDo           string // button
	Said               string // after it: %s
	QRFor              string // in the picture's place, for those who do not see it; %s

	History, HistoryLead string
	HistoryWords         string // {n}, {words}
	HistoryOther         string // label: another number
	HistoryDo            string
	HistoryWhat          []string

	Devices, DevicesLead string
	DevicesShow          string
	DevicesQR            string
	DevicesLink          string // before the same as a link

	Change     string // heading: what a change means
	ChangeWhat []string

	Result map[string]string // of a picture that was scanned, by its word; %s the partner's name
	Fresh  string            // on Today, of a device that was signed in anew
	Look   string            // button to this page
}

func englishConnection() Connection {
	return Connection{
		Title: "Check our connection", In: "Whether it is really the two of you", Lead: "Everything here rests on one thing: that this device and your partner’s know each other, and nobody sits between them. You can look whenever you want to. Nobody is told that you looked.",
		Alone: "There is nobody to compare with yet. Once you share a space, you find here how.",

		Now:     "You and %s have compared. Nobody is between you.",
		Waiting: "You have said that it is the same. Letters and sealed answers open as soon as %s has said so too.",

		Number: "Your number with %s", NumberLead: "%s’s device shows this number on the same page. It never changes by itself.",
		NumberHow: []string{
			"Best side by side. In a call, only if you know the voice, and let both of you read half of it.",
			"Not by message: whoever is between you could have written it.",
		},
		Same: "It is the same", SameQR: "We are side by side, and it is the same",
		Scan: "Or let %s scan this", ScanLead: "With the camera of their phone. It opens this page there and says whether it is the same.",
		Differ: "If it is not the same", DifferLead: "Then %s’s device and yours do not know each other, whatever is shown here. Somebody may be reading.",
		DifferWhat: []string{
			"Write nothing that matters, and do not talk about it through this app.",
			"Compare once more, in person. A digit is soon misread.",
			"If it stays so, say it here. Letters and sealed answers close until both of you have compared again. What was written stays.",
			"Then end this space and begin a new one, with a new invite that you hand over in person.",
		},
		DifferDo: "It is not the same",
		Said:     "You have said that it is not the same, or not compared. Letters and sealed answers stay closed.",
		QRFor:    "Your number, as a picture for %s to scan",

		History: "Were we shown the same?", HistoryLead: "A server could show each of you another history. It could not make these words fit. Read them to each other; the numbers must be the same.",
		HistoryWords: "Up to No. {n}: {words}",
		HistoryOther: "Words for another number", HistoryDo: "Show them",
		HistoryWhat: []string{
			"If your numbers differ, take the lower one on both devices.",
			"The same words: you were both shown the same, up to there.",
			"Other words: you were not. Write nothing for now, and ask whoever runs the server.",
			"If the one of you two runs the server, words are not enough against them. Lay your records side by side instead.",
		},

		Devices: "Between your own devices", DevicesLead: "Scan this with another device of yours. It says there whether both were shown the same.",
		DevicesShow: "Show the picture", DevicesLink: "If the other device has no camera, open this link there. There is no secret in it.",
		DevicesQR: "What this device has seen, as a picture to scan with another device of yours",

		Change: "What a change means",
		ChangeWhat: []string{
			"“Has renewed their keys” in the record: that is the same person, with new locks. The number stays the same. Nothing needs to be done.",
			"Another number: that is another person to this app, whoever it is. It cannot happen by a new phone, a new passphrase or an update.",
			"Somebody who lost everything comes back as a new person. Compare again, in person, before you believe it.",
		},

		Result: map[string]string{
			"same":        "It is the same. What you have just scanned fits this device.",
			"other":       "It is not the same. What you have just scanned does not fit this device. Read below what to do.",
			"foreign":     "That picture is not for this account, so nothing was compared.",
			"own-same":    "Both of your devices were shown the same.",
			"own-other":   "Your two devices were shown different histories. Write nothing for now, and ask whoever runs the server.",
			"own-ahead":   "The other device has seen more than this one has yet. If that stays so while there is a connection, the server keeps something back from this one.",
			"own-foreign": "That picture is from another person’s device, so nothing was compared.",
		},
		Fresh: "This device is new here, so it cannot know whether the server shows it everything. If you want to be sure, compare once.",
		Look:  "Compare",
	}
}
