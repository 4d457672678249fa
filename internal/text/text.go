// Package text is every word that the app says, as data: one Book for each
// language, one file for each area, with its type and its English words.
//
// # How it speaks
//
// To one person, in plain and warm words, at a reading age of about twelve. It
// says what happens next. It never cheers, scolds, counts at somebody,
// diagnoses or fills silence. Buttons are what a person would say. An error
// says what happened, that nothing is lost (if so), and what to do.
//
// The package imports nothing of troth's; views put names and dates in.
package text

// Book is all words of one language, to be read alone.
type Book struct {
	Lang       string
	Frame      *Frame
	Home       *Home
	Account    *Account
	Pair       *Pair
	Space      *Space
	Set        *Set
	Light      *Light
	Keys       *Keys
	Connection *Connection
	Host       *Host
	Guide      *Guide
	Wrong      *Wrong
	Waiting    *Waiting
	Record     *Record
	Calendar   *Calendar
	Writing    *Writing
	Letter     *Letter
	Promise    *Promise
	Correction *Correction
	Timeout    *Timeout
	Reflection *Reflection
	Quarrel    *Reappraisal
	Journal    *Journal
	Mine       *Mine
	Checkin    *Checkin
	Seal       *Seal
	Opening    *Opening
	Meaning    *Meaning
	Benefit    *Benefit
	Care       *Care
	Adventure  *Adventure
	Balance    *Balance
	Prepare    *Prepare
	Devices    *Devices
	History    *History
	Leave      *Leave
	Recovery   *Recovery
}

// English returns the English words.
func English() Book {
	return Book{
		Lang: "en", Frame: new(englishFrame()), Home: new(englishHome()), Account: new(englishAccount()),
		Pair: new(englishPair()), Space: new(englishSpace()), Set: new(englishSet()), Guide: new(englishGuide()), Wrong: new(englishWrong()), Waiting: new(englishWaiting()), Record: new(englishRecord()),
		Calendar: new(englishCalendar()), Writing: new(englishWriting()), Letter: new(englishLetter()), Promise: new(englishPromise()),
		Reflection: new(englishReflection()), Quarrel: new(englishReappraisal()), Journal: new(englishJournal()), Mine: new(englishMine()),
		Checkin:    new(englishCheckin()),
		Correction: new(englishCorrection()),
		Seal:       new(englishSeal()),
		Opening:    new(englishOpening()),
		Meaning:    new(englishMeaning()),
		Timeout:    new(englishTimeout()),
		Light:      new(englishLight()),
		Keys:       new(englishKeys()),
		Connection: new(englishConnection()),
		Benefit:    new(englishBenefit()),
		Care:       new(englishCare()),
		Adventure:  new(englishAdventure()),
		Balance:    new(englishBalance()),
		Prepare:    new(englishPrepare()),
		Host:       new(englishHost()),
		Devices:    new(englishDevices()),
		History:    new(englishHistory()),
		Leave:      new(englishLeave()),
		Recovery:   new(englishRecovery()),
	}
}

// wrongField looks a fault up: by field and code, else by code.
func wrongField(wrong map[string]string, cannot, field, code string) string {
	if s, ok := wrong[field+" "+code]; ok {
		return s
	}
	if s, ok := wrong[code]; ok {
		return s
	}
	return cannot
}

// Frame is what stands around every page.
type Frame struct {
	Mark, Title            string // the app's name; the neutral title of a file
	Exit, Lock, Help, Skip string
	Main                   string // name of the navigation
	Today, Together, Mine  string
	Guide                  string
	You, Partner           string // who, in a sentence; Partner if their name is not known
	Clock, ClockYou        string // {who}; how an entry was written
	OlderKey               string
	NotNow, GoOn           string
	Copy, Print, Show      string
	Offline, Connecting    string
}

func englishFrame() Frame {
	return Frame{
		Mark: "troth", Title: "Notes",
		Exit: "Exit", Lock: "Lock", Help: "Help", Skip: "Skip to the page",
		Main: "Main", Today: "Today", Together: "Together", Mine: "Mine", Guide: "Guide",
		You: "You", Partner: "Your partner",
		Clock: "Dated by {who}’s clock.", ClockYou: "Dated by your own clock.",
		OlderKey: "Written with an older key.",
		NotNow:   "Not now", GoOn: "Go on",
		Copy: "Copy", Print: "Print", Show: "Show",
		Offline:    "No connection just now. You can read everything, and write.",
		Connecting: "Connecting.",
	}
}
