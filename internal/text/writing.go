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

	Notes      string // what a screen reader calls the notes
	Only       string // over the notes, in the margin
	OnlyLead   string
	About      string // {words}: the part of the text that a note is about
	TryInstead string // over another way to say it
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

		Notes:      "Notes on what you wrote",
		Only:       "Only you see the notes",
		OnlyLead:   "They are made on your device while you write, and are never sent, kept or counted. Send your words as they are if you mean them so.",
		About:      "“{words}”",
		TryInstead: "Another way to say it:",
	}
}
