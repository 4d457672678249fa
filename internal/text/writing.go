package text

// Writing is what stands around every form in which somebody writes to the
// other.
type Writing struct {
	Fix string // over the fields that will not do

	Kept   string // what was typed is kept on this device
	Unkept string // it could not be
	TooBig string
	Throw  string // button
	Thrown string
	Take   string // button: take back what was thrown away

	Notes       string // what a screen reader calls the notes
	Noted       string // said once to those who listen, when there are some
	Only        string // below the notes
	NotesOff    string // button
	About       string // {words}: the part of the text that a note is about
	TryInstead  string // over another way to say it
	Reword      string // buttons of a note
	Where       string
	NotMeant    string
	Meant       string // after it was pressed
	Changed     string // something else stands in the form now
	Promised    string // {words}: a promise that a text makes
	NotePromise string // button
	Help        string // before a link to the help page; it may say nothing of why
}

func englishWriting() Writing {
	return Writing{
		Fix: "Something needs another look. Nothing was sent, and what you wrote is still here.",

		Kept:   "Kept on this device.",
		Unkept: "This device could not keep what you wrote. Copy it before you leave this page.",
		TooBig: "This is more than can be kept here. Copy it before you leave this page, or make it shorter.",
		Throw:  "Throw this away",
		Thrown: "Thrown away.",
		Take:   "Take it back",

		Notes:       "Notes on what you wrote",
		Noted:       "There is a note on what you wrote.",
		Only:        "Only you see this. It is made on your device and never sent.",
		NotesOff:    "Turn notes off",
		About:       "“{words}”",
		TryInstead:  "Another way to say it:",
		Reword:      "Say it another way",
		Where:       "Show me where",
		NotMeant:    "I did not mean it that way",
		Meant:       "All right. It stays as you wrote it.",
		Changed:     "What stood here before is not lost.",
		Promised:    "This sounds like a promise: “{words}”",
		NotePromise: "Note it as a promise",
		Help:        "There are people outside the two of you to talk to, whenever you like.",
	}
}
