package text

// Meaning is the words of what trust is to each. {who} is one of the two, {when}
// a moment as Calendar.When says it, {words} somebody's words.
type Meaning struct {
	Title string
	Lead  string // on Together
	Back  string // link to the list
	Later string // link away from a form

	EmptyTitle string
	Empty      string
	Begin      []string // how lines may begin
	BeginLead  string
	New        string // button
	Mine       string // headings
	Theirs     string // {who}
	TheirsNone string // {who}
	Enough     string // there are as many as there may be

	LineYou string // over one's own line on its page
	Line    string // {who}

	MakeTitle    string
	MakeText     string
	MakeHint     string
	MakeSend     string
	RewriteTitle string
	Rewrite      string // link
	RewriteSend  string
	Drop         string // button
	Ask          string // button
	AskTitle     string // {who}
	AskText      string
	AskHint      string
	AskSend      string
	Asked        string // over a question: {who}, {when}
	AskedYou     string
	Answer       string // button
	AnswerTitle  string
	AnswerText   string
	AnswerSend   string
	Answered     string // over an answer: {who}, {when}
	AnsweredYou  string
	Notice       string // button
	NoticeTitle  string
	NoticeLead   string // {who}
	NoticeText   string
	NoticeHint   string
	NoticeSend   string
	Noticed      string // {who}, {when}
	NoticedYou   string

	Gesture      string // button
	GestureTitle string
	GestureLead  string // {who}
	GestureText  string
	GestureHint  string
	GestureSend  string
	Gestures     string // heading of one's own list
	GesturesLead string // {who}
	GestureDone  string // buttons
	GestureLeft  string
	GestureWas   string // {when}

	Small       string // Today, when there is room
	NewLine     string // Today: {who}
	NewAsked    string
	NewAnswered string
	NewNoticed  string
	When        string // {when}
	Gone        string
	Wrong       map[string]string
	Cannot      string
}

// WrongField says what is wrong with a field.
func (w Meaning) WrongField(field, code string) string {
	return wrongField(w.Wrong, w.Cannot, field, code)
}

func englishMeaning() Meaning {
	return Meaning{
		Title: "What trust is to us",
		Lead:  "Each of you in a few lines, and small things done quietly",
		Back:  "All lines",
		Later: "Not now",

		EmptyTitle: "Nobody has written a line yet",
		Empty:      "The same word can mean different things to two people. Write three to seven lines about what it means to you. The other can ask about them; they are yours.",
		Begin: []string{
			"Trust, to me, is …", "I feel safe with you when …", "I feel heard when …", "I feel loved when …", "I feel respected when …",
		},
		BeginLead:  "A line may begin like this, or in any other way:",
		New:        "Write a line",
		Mine:       "Your lines",
		Theirs:     "Lines of {who}",
		TheirsNone: "{who} has not written one so far.",
		Enough:     "You have seven lines, which is as many as fit here. Drop one to write another.",

		LineYou: "Your line",
		Line:    "A line of {who}",

		MakeTitle:    "A line of yours",
		MakeText:     "Your line",
		MakeHint:     "One sentence about yourself, so that the other could do something with it.",
		MakeSend:     "Write it down",
		RewriteTitle: "In other words",
		Rewrite:      "Put it in other words",
		RewriteSend:  "Change it",
		Drop:         "Drop this line",
		Ask:          "Ask about it",
		AskTitle:     "Ask {who}",
		AskText:      "What would you like to understand?",
		AskHint:      "A question that you do not know the answer to.",
		AskSend:      "Ask",
		Asked:        "{who} asked, {when}",
		AskedYou:     "You asked, {when}",
		Answer:       "Answer",
		AnswerTitle:  "Your answer",
		AnswerText:   "What do you mean by it?",
		AnswerSend:   "Answer",
		Answered:     "{who} answered, {when}",
		AnsweredYou:  "You answered, {when}",
		Notice:       "I noticed",
		NoticeTitle:  "I noticed",
		NoticeLead:   "When {who} does something that this line is about, you can say that you noticed. Nobody is waiting for it.",
		NoticeText:   "What you noticed",
		NoticeHint:   "You can leave this empty.",
		NoticeSend:   "Say that I noticed",
		Noticed:      "{who} noticed, {when}",
		NoticedYou:   "You noticed, {when}",

		Gesture:      "Do something quietly",
		GestureTitle: "A quiet gesture",
		GestureLead:  "Something small that you want to do because of this line. Only you know of it: it is kept under your own key, and {who} learns nothing of it here.",
		GestureText:  "What would you like to do?",
		GestureHint:  "Something small, that needs no answer.",
		GestureSend:  "Keep it for me",
		Gestures:     "What you want to do quietly",
		GesturesLead: "Only you see this.",
		GestureDone:  "I did it",
		GestureLeft:  "Let it go",
		GestureWas:   "Done {when}",

		Small:       "Write a line about what trust is to you",
		NewLine:     "{who} says what trust is to them",
		NewAsked:    "{who} asks about a line of yours",
		NewAnswered: "{who} answers your question",
		NewNoticed:  "{who} noticed something",
		When:        "Came {when}",
		Gone:        "This line is not here. It may have been dropped, or it has not reached this device yet.",
		Wrong: map[string]string{
			"empty":              "Write a few words first.",
			"written too-long":   "This is longer than a line can be. About a hundred words fit.",
			"rewritten too-long": "This is longer than a line can be. About a hundred words fit.",
			"too-long":           "This is too long for here. Shorten it, or write a letter.",
		},
		Cannot: "This is not possible any more. Something may have come in meanwhile; have another look.",
	}
}
