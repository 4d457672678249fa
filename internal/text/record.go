package text

// Record is the words of the record, of searching in it and of taking it away.
// {who} is one of the two, {n} a number, {when} a moment as Calendar.When says
// it.
type Record struct {
	Title, Lead       string
	OwnTitle, OwnLead string
	In                string // over the link on Together
	OwnIn             string // over the link on Mine
	Proves            []string
	CheckTitle        string // how to check it
	Check             []string
	Head              string // {n}, {words}: the newest entry
	Filter            string // what a screen reader calls the links
	All, Space        string // of them: everything; what belongs to no practice
	Number            string // {n}
	Entry, Entries    string // one; more: {n}
	Older, Newest     string
	None              string

	Lines   map[string]string // what happened, by kind: {who}
	Unknown string            // a kind that this version does not know

	// What is said of an entry instead of, or besides, what it says.
	Held       string
	HeldNote   string
	Taken      string // {who}
	TakenCopy  string
	TakenBack  string // a redact: {who}, {n}
	Closed     string
	Unopened   string
	Refused    string
	Withheld   string // {who}, as all flags
	Unreadable string
	Waiting    string
	AfterEnd   string
	OutOfPlace string

	Search      string // the page, and over the link to it
	SearchIn    string
	SearchLead  string
	SearchLabel string
	SearchHint  string
	SearchDo    string
	SearchNone  string
	SearchFound string // {n}: as Entry and Entries
	SearchMore  string
	InShared    string // over what was found in each log
	InOwn       string

	Export       string
	ExportIn     string // over the link
	ExportLead   string
	ExportWhat   string // legend
	ExportShared string // with {n}
	ExportOwn    string
	ExportNone   string // nothing was chosen
	ExportHas    []string
	ExportAs     string // legend
	AsFile       string
	AsFileHint   string
	AsPage       string
	AsPageHint   string
	ExportCare   []string
	ExportPass   string // hint
	ExportDo     string
	ExportDone   string

	// On the page that was taken away.
	PageTitle string
	PageMade  string // {who}, {when}
	PageWith  string // {who}
	PageNote  string
}

func englishRecord() Record {
	return Record{
		Title:    "Our record",
		Lead:     "What happened here, the newest first. Nothing is left out. It shows when something was written, and that nobody has changed it since. It does not show that it is true.",
		OwnTitle: "My own record",
		OwnLead:  "What is in your own log, the newest first. Only you have the key to it.",
		In:       "What happened, in order", OwnIn: "What is only yours, in order",
		Proves: []string{
			"Neither of you can change an entry, leave one out or put one in between. Whoever runs the server cannot either.",
			"Times are what the clock of the writer said. The order is the one in which the entries came.",
		},
		CheckTitle: "How to check it",
		Check: []string{
			"Your device checks every entry as it comes: who signed it, and that it follows the one before. It would tell you above every page if something did not fit.",
			"Whoever runs the server can check the whole database without any key, with the command: troth verify.",
			"To see whether both of you have the same record, read the number and the four words below to each other. If the numbers are the same, the words must be the same.",
		},
		Head:   "Newest entry: No. {n}. Its words are: {words}.",
		Filter: "What to show", All: "Everything", Space: "The space itself",
		Entry: "one entry", Entries: "{n} entries",
		Number: "No. {n}", Older: "Older", Newest: "Back to the newest",
		None: "There is nothing here yet.",
		Lines: map[string]string{
			"genesis": "{who} made this space", "epoch": "The key for new entries was renewed", "member.add": "{who} let the other in",
			"person.rekey": "{who} renewed their keys", "leave": "{who} left this space",
			"own genesis":   "Your own log began",
			"member.accept": "{who} joined this space", "member.verify": "{who} said that your words are the same", "member.verify none": "{who} said that your words are not compared",
			"letter.sent": "{who} wrote a letter", "letter.reflected": "{who} said what they heard in a letter",
			"letter.confirmed": "{who} said: yes, that is what I meant", "letter.corrected": "{who} put right what was heard",
			"checkin.shared": "{who} shared a check-in", "checkin.reflected": "{who} said what they heard in a check-in",
			"checkin.confirmed": "{who} said: yes, that is how it is", "checkin.corrected": "{who} put right what was heard",
			"checkin.own.noted":     "{who} kept a check-in",
			"checkin.hour-proposed": "{who} proposed a set hour", "checkin.hour-agreed": "{who} agreed to the set hour", "checkin.hour-ended": "{who} ended the set hour",
			"adventure.added": "{who} put an idea on the list", "adventure.dropped": "{who} took an idea off the list", "adventure.planned": "{who} planned an adventure",
			"adventure.moved": "{who} moved an adventure to another time", "adventure.cancelled": "{who} called an adventure off",
			"balance.thanks": "{who} said thank you", "balance.need": "{who} said what they would like", "balance.reworded": "{who} put it in other words", "balance.dropped": "{who} took it off the list",
			"balance.hardship": "{who} marked a hard time", "balance.ended": "{who} said that a hard time was over",
			"care.own.added": "{who} noted something that does them good", "care.own.changed": "{who} put it in other words", "care.own.dropped": "{who} took it off the list",
			"correction.made": "{who} put something right",
			"promise.made":    "{who} promised", "promise.kept": "{who} said that it was done", "promise.changed": "{who} changed a promise",
			"promise.missed": "{who} owned up to a miss", "promise.noticed": "{who} noticed a promise that was marked", "promise.differs": "{who} saw it differently",
			"promise.retire": "{who} wanted a promise to end", "promise.retire.undo": "{who} no longer wanted it to end",
			"timeout.called": "{who} called a time-out", "timeout.extended": "{who} put off the end of a time-out",
			"timeout.returned": "{who} came back from a time-out", "timeout.more": "{who} said whether more than one time-out a day is fine",
			"opening.rung": "{who} chose how far to go on the ladder",
			"seal.commit":  "{who} sealed an answer", "seal.withdraw": "{who} took a sealed answer back", "seal.open": "{who} opened a sealed answer; the app does that by itself",
			"meaning.written": "{who} wrote a line on what trust is", "meaning.rewritten": "{who} wrote a line anew", "meaning.dropped": "{who} took a line away",
			"meaning.asked": "{who} asked about a line", "meaning.answered": "{who} answered a question about a line", "meaning.noticed": "{who} noticed something",
			"meaning.own.chosen": "{who} chose something to do quietly", "meaning.own.done": "{who} did it", "meaning.own.left": "{who} let it be",
			"benefit.own.doubted": "{who} looked once more", "benefit.own.settled": "{who} settled what to do with it", "benefit.own.turned": "{who} wrote what it turned out to be",
			"parting.own.chosen": "{who} decided how to leave", "parting.own.blocked": "{who} decided about invites", "parting.said": "{who} left last words",
			"prepare.own.kept": "{who} wrote something beforehand", "prepare.own.changed": "{who} wrote it anew",
			"reappraisal.own.looked": "{who} looked at a quarrel from outside",
			"journal.own.written":    "{who} wrote in the journal", "journal.own.marked": "{who} chose when to look at it again", "journal.own.looked": "{who} looked at it again",
			"space.anchor": "{who} noted which space this is and who is in it", "slots.digest": "{who} noted how the account is locked", "settings": "{who} changed the settings",
			"history.given": "{who} gave back what was written in an earlier space",
			"device.seen":   "A note that the app makes for itself", "device.out": "A note that the app makes for itself",
			"quiet": "{who} went quiet, or came back",
			"kept":  "{who} kept a copy of something that was taken back",
		},
		Unknown:   "An entry that this version cannot show",
		Held:      "Something from {who}",
		HeldNote:  "It arrives when your time-out is over.",
		Taken:     "{who} wrote something that they have taken back since",
		TakenCopy: "You had opened it, so your copy stays with you.",
		TakenBack: "{who} took back entry {n}",
		Closed:    "It is closed until it opens.",
		Unopened:  "You have not opened it on this device.",
		Refused:   "It does not count: at that moment it was not possible.",
		Withheld:  "The server holds back what {who} wrote here", Unreadable: "An entry by {who} that cannot be read",
		Waiting: "An entry by {who} whose key has not arrived yet", AfterEnd: "{who} wrote something after the end. It does not count", OutOfPlace: "An entry by {who} that does not belong here",

		Search: "Search", SearchIn: "Find something again",
		SearchLead:  "It looks through what you can read, on this device alone. What you look for goes nowhere and is not kept. Letters are found once you have opened them here.",
		SearchLabel: "What are you looking for?", SearchHint: "One word or several. Capitals and accents do not matter.",
		SearchDo: "Search", SearchNone: "Nothing was found. Perhaps part of a word finds more.",
		SearchFound: "Found: {n}.", SearchMore: "There are more. Another word narrows it down.",
		InShared: "Between you", InOwn: "Only yours",

		Export: "Take a copy away", ExportIn: "For yourself, or to show it to somebody you trust",
		ExportLead: "You get a file with what is in the record, as far as you may read it. Nobody is told.",
		ExportWhat: "What goes in", ExportShared: "Our record: {n}", ExportOwn: "What is only yours: {n}",
		ExportNone: "Choose at least one of the two.",
		ExportHas: []string{
			"Every entry, with who wrote it, when, and what it says. What was taken back, or cannot be read, is there as that.",
			"What is closed to you stays closed: it shows that it is there, and nothing of what it says.",
			"Of your journal, what a passphrase of its own locks and what is kept on one device only is not in it, nor a word that there is any. If there is, copy it by hand.",
			"No keys and no signatures. It shows what was written; the record in here is what can be checked.",
		},
		ExportAs: "As what",
		AsFile:   "A locked file", AsFileHint: "It opens with the passphrase that you type now, with the command troth export --decrypt, or with any program for age files. Whoever has it can try to guess your passphrase, for as long as they like.",
		AsPage: "A page to read", AsPageHint: "Anybody who has the file can read it, without a passphrase. It opens in every browser and can be printed.",
		ExportCare: []string{
			"A file lies where your browser keeps downloads. On a phone or a computer that others use, they can find it.",
			"What your partner wrote, they wrote to you. Think about whom you show it to.",
		},
		ExportPass: "Once more, so that nobody else does this on your unlocked device.",
		ExportDo:   "Save the file", ExportDone: "The file is saved where your browser keeps downloads. Its name says nothing of what is in it.",

		PageTitle: "A record", PageMade: "Made by {who}, {when}.", PageWith: "Of a space shared with {who}.",
		PageNote: "This page was made to be read. It carries no signatures, and whoever has the file could change it. Times are what the clock of each writer said.",
	}
}
