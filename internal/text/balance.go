package text

// Balance is the words of giving and receiving. {who} is one of the two, {when} a
// moment as Calendar.When says it.
type Balance struct {
	Title string
	Lead  string // on Together
	Back  string // link to the first page
	Later string // link away from a form
	Gone  string
	Intro string

	Thanks      string // heading
	ThanksEmpty string
	ThanksSay   string // button, and title of the form
	ThanksLead  string
	ThanksText  string
	ThanksHint  string
	ThanksSend  string
	ThanksAll   string // link to all of them
	ThanksFrom  string // over one: {who}, {when}
	ThanksYou   string // {when}

	SeasonNames [4]string // {season}: by quarter, with %s for the year
	SeasonLead  string
	SeasonAsk   string    // the question
	Feelings    [4]string // as its author chooses it
	SeasonWords string
	SeasonHint  string // {who}
	SeasonGo    string // button
	SeasonBegun string // the same, when there is a draft
	SeasonSend  string
	SeasonSee   string // link to one that both have answered
	SeasonLook  string // link to one that is closed
	SeasonPast  string // heading: earlier ones
	SeasonHard  string // beside the question, in a hard time

	Needs      string // heading
	NeedsLead  string
	NeedsMine  string
	NeedsTheir string // {who}
	NeedsNone  string // {who} has written none
	NeedAdd    string // button, and title of the form
	NeedText   string
	NeedHint   string // {who}
	NeedSend   string
	NeedChange string // link, and title
	NeedDrop   string // button

	Hard      string // heading
	HardLead  string
	HardOne   string // {who}
	HardYou   string
	HardBoth  string
	HardSince string // {when}
	HardFrom  string // {when}: to come
	HardUntil string // {when}
	HardWith  string // beside those that are there
	HardAdd   string // button, and title of the form
	HardWhat  string
	Whats     [5]string // as they are chosen
	WhatsIn   [4]string // the same beside one; for something else there are its words
	HardWords string
	HardHint  string
	HardDay   string // first day
	HardLast  string // last day
	HardOpen  string // hint of that
	HardWhose string
	HardMine  string
	HardOurs  string
	HardSend  string
	HardEnd   string // button

	TodayThanks string // {who}
	TodayNeeds  string // {who}
	TodayHard   string // {who}
	TodayOpen   string
	TodayBegun  string
	TodayDraft  string
	Small       string // Today, when there is room
	Wrong       map[string]string
	Cannot      string
}

func englishBalance() Balance {
	return Balance{
		Title: "Give and receive",
		Lead:  "Say thank you, and look now and then whether it is about even",
		Back:  "Give and receive",
		Later: "Keep for later",
		Gone:  "There is nothing here. It may have been taken back, or it has not reached this device yet.",
		Intro: "Nothing is counted here. Who does how much changes from week to week; what matters is that both can say how it feels.",

		Thanks:      "Thank you",
		ThanksEmpty: "No thanks have been written yet. It can be for something quite small.",
		ThanksSay:   "Say thank you",
		ThanksLead:  "For something the other did, or simply is. Small and exact warms more than large and general.",
		ThanksText:  "Thank you for …",
		ThanksHint:  "What it was, and what it was for you.",
		ThanksSend:  "Send it",
		ThanksAll:   "All thanks",
		ThanksFrom:  "{who} thanks you, {when}",
		ThanksYou:   "You wrote this {when}",

		SeasonNames: [4]string{"January to March %s", "April to June %s", "July to September %s", "October to December %s"},
		SeasonLead:  "Once a season each of you answers one question, sealed. Both answers open together.",
		SeasonAsk:   "Do you feel that you give about as much as you receive?",
		Feelings: [4]string{
			"I give about as much as I receive",
			"I give more than I receive just now",
			"I receive more than I give just now",
			"It goes to and fro, or I cannot say",
		},
		SeasonWords: "In your words, if you like",
		SeasonHint:  "What makes you feel so, or what would do you good. {who} can read it once both of you have answered.",
		SeasonGo:    "Answer it",
		SeasonBegun: "Go on with your answer",
		SeasonSend:  "Seal it",
		SeasonSee:   "Read both answers",
		SeasonLook:  "Look at it",
		SeasonPast:  "Earlier seasons",
		SeasonHard:  "This is a hard time for one of you, or for both. It may lean for a while.",

		Needs:      "What each of you would like",
		NeedsLead:  "A list of your own that the other can read. A wish is not an order, and nobody ticks anything off.",
		NeedsMine:  "You would like",
		NeedsTheir: "{who} would like",
		NeedsNone:  "{who} has written nothing here.",
		NeedAdd:    "Write what you would like",
		NeedText:   "I would like …",
		NeedHint:   "Say it so that {who} can picture it: what, and when.",
		NeedSend:   "Put it on your list",
		NeedChange: "Say it differently",
		NeedDrop:   "Take it off",

		Hard:      "Hard times",
		HardLead:  "When life is hard on one of you, it may lean for a while. Marking it says just that.",
		HardOne:   "A hard time for {who}",
		HardYou:   "A hard time for you",
		HardBoth:  "A hard time for both of you",
		HardSince: "since {when}",
		HardFrom:  "beginning {when}",
		HardUntil: "until {when}",
		HardWith:  "Balance may lean just now.",
		HardAdd:   "Mark a hard time",
		HardWhat:  "What is it?",
		Whats:     [5]string{"Work was lost, or is at risk", "Illness", "Grief", "A newborn child", "Something else"},
		WhatsIn:   [4]string{"Work", "Illness", "Grief", "A newborn child"},
		HardWords: "In your words",
		HardHint:  "Needed for something else; otherwise only if you like. The other can read it.",
		HardDay:   "From",
		HardLast:  "Until",
		HardOpen:  "Leave it empty if you cannot know. You can end it at any time.",
		HardWhose: "For whom is it hard?",
		HardMine:  "For me",
		HardOurs:  "For both of us",
		HardSend:  "Mark it",
		HardEnd:   "It is over",

		TodayThanks: "{who} thanks you",
		TodayNeeds:  "{who} has written what they would like",
		TodayHard:   "{who} has marked a hard time",
		TodayOpen:   "Both of you have answered",
		TodayBegun:  "Opens when both have answered",
		TodayDraft:  "Only on this device",
		Small:       "Thank the other for something small",
		Wrong: map[string]string{
			"text empty":     "Write a few words first.",
			"text too-long":  "This is longer than fits here. The rest could be a letter.",
			"words empty":    "Say in a few words what it is.",
			"words too-long": "This is longer than fits here. The rest could be a letter.",
			"feeling empty":  "Choose what comes closest.",
			"feeling bad":    "Choose what comes closest.",
			"what empty":     "Choose what it is.",
			"what bad":       "Choose what it is.",
			"from empty":     "Choose the first day. It can lie behind you.",
			"from bad":       "This is not a day that can be read. Choose it again.",
			"until bad":      "This is not a day that can be read. Choose it again, or leave it empty.",
			"until before":   "The last day lies before the first.",
			"need bad":       "There is no such wish any more.",
			"hardship bad":   "There is no such time any more.",
			"year bad":       "This season cannot be answered.",
			"quarter bad":    "This season cannot be answered.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}
