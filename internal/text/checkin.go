package text

// Checkin is the words of check-ins. {who} is one of the two, {when} a moment as
// Calendar.When says it, {words} a list of feelings.
type Checkin struct {
	Title string // of the private list
	Lead  string // on Mine
	New   string // button: write one
	Back  string // link to the list
	Later string // link away from a form
	All   string // what a screen reader calls the list
	Gone  string
	Today string // Today, to somebody alone: said, and over it
	Just  string
	Begun string // there is a draft
	Here  string // over it

	EmptyTitle string
	Empty      string

	// The form.
	Families   Families
	WheelTitle string // over the families
	WheelHint  string
	Chosen     string // {words}
	Words      string // labels and hints
	WordsHint  string
	Sentence   string // over the four parts
	When       string
	WhenHint   string
	Because    string
	BecauseTip string
	Wish       string
	WishHint   string
	Keep       string // button
	KeepLead   string
	Hints      map[string]string // by the hint's code

	// A check-in as it is read.
	SayWhen    string // before each part
	SayFeel    string
	SayBecause string
	SayWish    string
	And        string // before the last of a list
	Written    string // {when}
	Untitled   string // stands for one without feelings and words

	Remove      string
	RemoveTitle string
	RemoveWhat  []string
	RemoveDo    string
	RemoveNot   string

	// The picture.
	Picture      string // over it
	PictureLead  string
	PictureOf    string // what somebody hears who cannot see it
	PictureWords string // opens what it says
	Week         string // {when}: a day, {words}
	WeekNow      string // {words}

	// What is shared. {hour} is a time of every week.
	SharedTitle string // of the shared list
	SharedLead  string // on Together
	SharedNew   string // button: to a new one, which is private first
	SharedHow   string
	SharedBack  string
	SharedAll   string // what a screen reader calls the list
	SharedEmpty string
	SharedNone  string
	From        string // over one on the list: {who}, {when}
	To          string
	FromTitle   string // {who}
	ToTitle     string
	NewOne      string // Today: {who}
	NewMany     string
	NewHeard    string
	RemovedWord string // {who}: over a copy of what was said about one
	RemoveIt    string // link

	Share      string // button on an own one: {who}
	ShareTitle string // {who}
	ShareOver  string // over the preview: {who}
	ShareFixed string
	ShareEdit  string // opens the fields
	ShareSend  string // button: {who}
	Shared     string // link on an own one to what was shared of it

	HourTitle   string
	HourLead    string
	HourNone    string
	HourBy      string // {who} proposes {hour}
	HourByYou   string
	HourSet     string // {hour}
	HourAgree   string // buttons
	HourPropose string
	HourOther   string
	HourBack    string // take one's own proposal back
	HourEnd     string
	HourEndHint string
	HourDay     string // labels
	HourTime    string
	HourSend    string
	HourFile    string // link: the calendar file
	HourHint    string
	HourEvent   string // what the calendar shows
	HourNew     string // Today: {who} {hour}
	HourAgreed  string // Today: {who} {hour}
	HourToday   string // Today: {hour}, as Calendar.When says it
	HourOver    string // over these

	Wrong  map[string]string // by field and code, or by code
	Cannot string
}

// WrongField says what is wrong with a field.
func (c Checkin) WrongField(field, code string) string {
	return wrongField(c.Wrong, c.Cannot, field, code)
}

func englishCheckin() Checkin {
	return Checkin{
		Title: "Check-ins",
		Lead:  "How you are, in your own words, for you alone",
		New:   "How am I, just now?",
		Back:  "All my check-ins",
		Later: "Keep for later",
		All:   "Your check-ins",
		Gone:  "This check-in is not here. It may not have reached this device yet, or you have removed it.",
		Today: "How are you, just now?", Just: "For you alone",
		Begun: "You were writing a check-in", Here: "Only on this device",

		EmptyTitle: "There is nothing here yet",
		Empty:      "A check-in takes a minute. You look for the words that fit, and if you like you say what they are about. A feeling that has a name can be easier to hold.",

		Families:   englishFamilies(),
		WheelTitle: "What fits?",
		WheelHint:  "Open a family and choose as many words as you like, or none.",
		Chosen:     "You have chosen: {words}.",
		Words:      "Or in your own words",
		WordsHint:  "I feel …",
		Sentence:   "What is it about?",
		When:       "When …",
		WhenHint:   "Something that one could have filmed. “When you came home at nine” can be filmed; “when you let me down” cannot.",
		Because:    "because it matters to me that …",
		BecauseTip: "What is dear to you in this: rest, honesty, to be asked, a fair share.",
		Wish:       "I would like …",
		WishHint:   "One thing that somebody could do, today or this week. It may also be something you do yourself.",
		Keep:       "Keep it",
		KeepLead:   "It is kept for you alone. Every part may stay empty.",
		Hints: map[string]string{
			"that-you": "This says what somebody did, or what you think of it. That belongs under “When”. Which feeling came with it?",
			"camera":   "Would a camera have seen this? If not: what could one see or hear just before you thought it?",
		},

		SayWhen:    "When",
		SayFeel:    "I feel",
		SayBecause: "because it matters to me that",
		SayWish:    "I would like",
		And:        "and",
		Written:    "Written {when}",
		Untitled:   "Without a word for the feeling",

		Remove:      "Remove this check-in",
		RemoveTitle: "Remove this for good?",
		RemoveWhat: []string{
			"It goes from the server, and from all your devices as soon as they are connected.",
			"Backups of the server may hold it for a while, locked so that nobody there can read it.",
			"You cannot bring it back.",
		},
		RemoveDo:  "Remove it",
		RemoveNot: "Leave it as it is",

		Picture:      "The last weeks",
		PictureLead:  "A dot stands where you named a feeling of that family. More dots are not better, and fewer are not worse.",
		PictureOf:    "A picture with a row for each family of feelings and a column for each week. Below it the same can be read in words.",
		PictureWords: "The same in words",
		Week:         "From {when}: {words}",
		WeekNow:      "This week: {words}",

		SharedTitle: "Check-ins",
		SharedLead:  "How each of you is, as far as you want to say it, and your hour",
		SharedNew:   "How am I, just now?",
		SharedHow:   "A check-in is for you alone at first. Once it is kept you can look at it and share it, or leave it as it is.",
		SharedBack:  "All check-ins",
		SharedAll:   "Check-ins of both of you",
		SharedEmpty: "Nothing has been shared yet",
		SharedNone:  "When one of you shares how they are, the other can say back what they heard, before anybody answers.",
		From:        "From {who}, {when}",
		To:          "To {who}, {when}",
		FromTitle:   "How {who} is",
		ToTitle:     "What you shared with {who}",
		NewOne:      "{who} tells you how they are",
		NewMany:     "{who} tells you how they are",
		NewHeard:    "{who} says what they heard",
		RemovedWord: "What {who} said about a check-in",
		RemoveIt:    "Remove this",

		Share:      "Share it with {who}",
		ShareTitle: "Share this with {who}?",
		ShareOver:  "This is all that {who} will read:",
		ShareFixed: "It cannot be changed once it is sent. Your own check-in stays as it is, for you alone.",
		ShareEdit:  "Change what goes",
		ShareSend:  "Share this",
		Shared:     "You have shared these words",

		HourTitle:   "Our hour",
		HourLead:    "One hour a week for what is on your minds, at a time that suits you both. What comes up on other days can wait for it, and the rest of the week is free.",
		HourNone:    "There is no set hour.",
		HourBy:      "{who} proposes {hour}.",
		HourByYou:   "You have proposed {hour}.",
		HourSet:     "Your hour is {hour}.",
		HourAgree:   "That suits me",
		HourPropose: "Propose an hour",
		HourOther:   "Propose another time",
		HourBack:    "Take it back",
		HourEnd:     "End this",
		HourEndHint: "Either of you can end it at any time, without a reason.",
		HourDay:     "On which day?",
		HourTime:    "At what time?",
		HourSend:    "Propose it",
		HourFile:    "Put it in my calendar",
		HourHint:    "This saves a file that a calendar can open. It says “One hour” and the time, and nothing else.",
		HourEvent:   "One hour",
		HourNew:     "{who} proposes an hour for the two of you: {hour}",
		HourAgreed:  "{who} agrees to your hour, {hour}",
		HourToday:   "Your hour is {hour}",
		HourOver:    "Our hour",

		Wrong: map[string]string{
			"time empty":        "Choose a time.",
			"time bad":          "This is not a time of day. It looks like 20:00.",
			"feelings empty":    "Choose a word that fits, or write one of your own.",
			"feelings too-many": "Choose the two dozen that fit best; more cannot be kept in one.",
			"too-long":          "This is too long for here. About three hundred words fit.",
		},
		Cannot: "This is not possible any more. Have another look.",
	}
}
