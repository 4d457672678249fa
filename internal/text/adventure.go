package text

// Adventure is the words of adventures. {who} is one of the two, {when} a moment
// as Calendar.When says it, {idea} the words of an idea.
type Adventure struct {
	Title string
	Lead  string // on Together
	Back  string // link to the first page of adventures
	Later string // link away from a form
	Gone  string
	Ideas Ideas
	Newer string // in the place of an idea that this version does not know

	EmptyTitle string
	Empty      []string

	Grades [IdeaGrades]string // from the mildest
	Costs  map[string]string  // by the value of Idea.Cost
	Times  map[string]string  // by that of Idea.Time
	Places map[string]string  // by that of Idea.Place
	Asks   string             // what it asks of a body: {idea}
	OwnBy  string             // an idea that somebody has added: {who}
	OwnYou string

	Mark      string // button: to the own list
	MarkMore  string // the same, after a round
	MarkBegun string // the same, when there is a draft
	MarkTitle string
	MarkLead  string
	MarkOther string // opens what the other comes to know
	MarkKnows []string
	MarkShow  string // label of the choice of a grade
	MarkCost  string // label of the choice of a cost
	Any       string
	CostUp    map[string]string // by Idea.Cost: at most this
	Yes       string
	Maybe     string
	NotNow    string
	MarkSend  string
	MarkAll   string // over the button: what is not shown goes with it
	Listed    string // what the waiting page says of a list
	Sealed    string // heading of a list that is closed
	Nothing   string // nothing is marked in it

	Round      string // link to what both would do
	RoundPast  string // link to an earlier one: {when}
	RoundTitle string
	RoundPic   string    // what a screen reader says of the picture, if there is something
	RoundNone  string    // the same, if there is nothing
	RoundWhat  string    // under the picture
	Groups     [3]string // both yes, one yes and one maybe, both maybe
	Empties    []string  // there is nothing in common
	Plan       string    // button

	Own      string // heading: ideas of one's own
	OwnLead  string
	OwnAdd   string // button
	OwnOff   string // button: take an own one off the list
	AddTitle string
	AddText  string
	AddHint  string // {who}
	AddGrade string
	AddSend  string

	Plans      string // heading
	PlanTitle  string
	PlanDate   string
	PlanTime   string
	PlanWords  string
	PlanHint   string
	PlanSend   string
	PlannedOn  string // over a plan: {when}
	PlanBy     string // {who}, {when}
	PlanByYou  string
	MovedBy    string
	MovedYou   string
	Move       string // link
	MoveTitle  string
	MoveSend   string
	Off        string // button: call it off
	OffOne     string // on the page of one that was called off
	Diary      string // link: the file for a calendar
	DiaryTitle string // in that file, which others may see

	Tell     string // heading, and button
	TellLead string
	TellText string
	TellHint string // {who}
	TellSend string
	Past     string // heading: what both have told of

	TodayPlan  string // over an idea: {who}
	TodayMoved string
	TodayOff   string
	TodayWhen  string // {when}
	TodayIdeas string // {who}
	TodayOpen  string // over a link: lists have opened
	TodayTold  string
	TodayBegun string // something opens when both have answered
	TodayDraft string
	Small      string // Today, when there is room
	Wrong      map[string]string
	Cannot     string
}

func englishAdventure() Adventure {
	return Adventure{
		Title: "Adventures",
		Lead:  "Do something together that takes a little courage",
		Back:  "All adventures",
		Later: "Keep for later",
		Gone:  "There is nothing here. It may have been taken back, or it has not reached this device yet.",
		Ideas: englishIdeas(),
		Newer: "An idea that this version does not know.",

		EmptyTitle: "Two lists, and only what is on both",
		Empty: []string{
			"Each of you goes through the ideas alone and says yes, maybe or not now. Both lists are sealed. When both are there, you see what the two of you would do, and nothing else.",
			"It may be as small as a new way home. What counts is that it is a bit new for both.",
		},

		Grades: [IdeaGrades]string{"A little different", "New", "It takes some courage", "You will still tell of it in some years"},
		Costs:  map[string]string{"none": "Costs nothing", "little": "Costs little", "some": "Costs something"},
		Times:  map[string]string{"half an hour": "half an hour", "an evening": "an evening", "a day": "a day", "longer": "longer than a day"},
		Places: map[string]string{"home": "at home", "nearby": "nearby", "away": "away from home"},
		Asks:   "Asks for: {idea}",
		OwnBy:  "{who} put this on the list",
		OwnYou: "You put this on the list",

		Mark:      "Mark your list",
		MarkMore:  "Mark a new list",
		MarkBegun: "Go on with your list",
		MarkTitle: "Your list",
		MarkLead:  "Say yes to what you would like to do, and maybe to what you might like. Leave the rest: not now and left alone are the same, and nobody can tell them apart.",
		MarkOther: "What the other comes to know",
		MarkKnows: []string{
			"When both lists are there, your pages show what is on both. What only one of you has marked is not shown to the other, in no list and no copy.",
			"It does reach their device with the rest. Somebody who builds a program of their own could read it there.",
			"Whoever says yes to everything sees all that the other has marked.",
		},
		MarkShow: "How daring",
		MarkCost: "What it may cost",
		Any:      "All",
		CostUp:   map[string]string{"none": "Nothing", "little": "Little"},
		Yes:      "Yes",
		Maybe:    "Maybe",
		NotNow:   "Not now",
		MarkSend: "Seal my list",
		MarkAll:  "What you have marked of the ideas that are not shown just now is in it too.",
		Listed:   "Your list",
		Sealed:   "Your lists",
		Nothing:  "Nothing is marked in it.",

		Round:      "What both of you would do",
		RoundPast:  "What you would both have done {when}",
		RoundTitle: "What both of you would do",
		RoundPic:   "Two lists that meet. Where they meet is what both of you have marked; it is written below.",
		RoundNone:  "Two lists beside each other. They do not meet this time.",
		RoundWhat:  "Where the two lists meet. The rest of each stays with whoever marked it.",
		Groups:     [3]string{"Both of you say yes", "One says yes, and one maybe", "Both of you say maybe"},
		Empties: []string{
			"This time the two lists have nothing in common.",
			"That happens. You could each put an idea of your own on the list, or mark again when you are both in the mood.",
		},
		Plan: "Plan it",

		Own:      "Ideas of your own",
		OwnLead:  "What one of you puts here is on the list of both, and the other can read it at once. Whether you would do it stays in your marks.",
		OwnAdd:   "Put an idea on the list",
		OwnOff:   "Take it off",
		AddTitle: "An idea of your own",
		AddText:  "The idea",
		AddHint:  "{who} can read this as soon as you send it. It says nothing yet about whether you would do it.",
		AddGrade: "How daring is it?",
		AddSend:  "Put it on the list",

		Plans:      "Planned",
		PlanTitle:  "Plan it",
		PlanDate:   "The day",
		PlanTime:   "A time, if you like",
		PlanWords:  "A few words, if you like",
		PlanHint:   "Where you meet, or what to bring.",
		PlanSend:   "Plan it",
		PlannedOn:  "You two, {when}",
		PlanBy:     "{who} planned this {when}.",
		PlanByYou:  "You planned this {when}.",
		MovedBy:    "{who} moved it {when}.",
		MovedYou:   "You moved it {when}.",
		Move:       "Another day",
		MoveTitle:  "Another day",
		MoveSend:   "Move it",
		Off:        "Call it off",
		OffOne:     "This was called off. The idea is still there for another time.",
		Diary:      "For your calendar",
		DiaryTitle: "Time for two",

		Tell:     "How was it?",
		TellLead: "Each of you writes two lines, and both open together.",
		TellText: "Your two lines",
		TellHint: "What you liked, what surprised you, or what you would do differently. {who} can read it once both of you have written.",
		TellSend: "Seal it",
		Past:     "Behind you",

		TodayPlan:  "{who} has planned something for the two of you",
		TodayMoved: "{who} has moved it to another day",
		TodayOff:   "{who} has called it off",
		TodayWhen:  "You two, {when}",
		TodayIdeas: "{who} has put an idea on the list",
		TodayOpen:  "Both lists are open",
		TodayTold:  "Both of you have told how it was",
		TodayBegun: "Opens when both are there",
		TodayDraft: "Only on this device",
		Small:      "Something that is new for both of you: mark what you would do",
		Wrong: map[string]string{
			"text empty":     "Write a few words first.",
			"text too-long":  "This is longer than fits here. Make it a little shorter.",
			"words too-long": "This is longer than fits here. About eighty words do.",
			"grade empty":    "Choose how daring it is.",
			"grade bad":      "Choose how daring it is.",
			"date empty":     "Choose a day.",
			"date bad":       "This is not a day that can be read. Choose it again.",
			"time bad":       "This is not a time that can be read. Choose it again, or leave it empty.",
			"idea bad":       "This idea cannot be planned.",
			"plan bad":       "There is no such plan.",
			"round bad":      "This list cannot be sealed. Go back and begin it again.",
			"round too-long": "These are more marks than a list can hold. Leave some of them.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}
