package demo

import (
	"context"
	"strconv"

	"troth/internal/app"
	"troth/internal/benefit"
	"troth/internal/care"
	"troth/internal/correction"
	"troth/internal/event"
	"troth/internal/journal"
	"troth/internal/meaning"
	"troth/internal/prepare"
	"troth/internal/reappraisal"
	"troth/internal/timeout"
)

// notes writes something into one's own log, waits until it is there, and
// returns its id.
func (v *voice) notes(kind event.Kind, f event.Form) (id event.ID) {
	v.s.step(func(ctx context.Context) error {
		var before uint64
		v.Dev.Inspect(func(m *app.Model) { before = m.Self.Seq() })
		if err := v.Do(ctx, kind, f); err != nil {
			return err
		}
		return v.Sees(ctx, "what was noted", func(m *app.Model) bool {
			if m.Self.Seq() <= before || len(m.Waiting) > 0 {
				return false
			}
			records := m.Self.Records()
			last := records[len(records)-1]
			id = last.ID
			return last.Kind == kind && last.Counts()
		})
	})
	return id
}

// pauses calls a time-out, for so many minutes. While it runs nobody in this
// story writes.
func (v *voice) pauses(minutes int) event.ID {
	return v.says(timeout.KindCalled, event.Form{timeout.FieldMinutes: strconv.Itoa(minutes)})
}

func (v *voice) back(pause event.ID, line string) {
	v.says(timeout.KindReturned, event.Form{timeout.FieldTimeout: pause.String(), timeout.FieldLine: line})
}

func (v *voice) puts(told, now string) {
	v.says(correction.KindMade, event.Form{correction.FieldTold: told, correction.FieldNow: now})
}

func (v *voice) line(text string) event.ID {
	return v.says(meaning.KindWritten, event.Form{meaning.FieldText: text})
}

// pauses is when Amal and Mika stop and come back, and what they put right.
func (s *story) pauses() []scene {
	amal, mika := s.amal, s.mika
	var first, second, third event.ID
	return []scene{
		{140, "21:02", func() { first = amal.pauses(45) }},
		{140, "21:49", func() {
			amal.back(first, "I was loud because I was scared. The question about the second card can wait until our hour.")
		}},
		{96, "20:31", func() { second = mika.pauses(30) }},
		{96, "21:03", func() { mika.back(second, "I’m back. I went once round the block and argued with a hedge.") }},
		{31, "19:12", func() { third = amal.pauses(20) }},
		{31, "19:34", func() { amal.back(third, "Back. I do want to hear about your mother, with my shoes off.") }},

		{137, "08:10", func() {
			mika.puts("I said that the second card had been cancelled last year.", "I stopped using it last year. I cancelled it yesterday, at four.")
		}},
		{106, "18:05", func() {
			amal.puts("I said I wasn’t cross about the shelf.", "I was a bit cross. At the wall, and at being watched.")
		}},
		{49, "07:25", func() {
			mika.puts("I told you the lentils were from your grandmother’s note.", "I lost the note and asked your aunt. She says hello.")
		}},
	}
}

// meanings is what trust is to each, and what they notice.
func (s *story) meanings() []scene {
	amal, mika := s.amal, s.mika
	var floor, boring, door, late, question event.ID
	return []scene{
		{133, "20:40", func() {
			floor = amal.line("Trust, to me, is a floor that holds still when I get up at night.")
			boring = amal.line("I feel safe with you when I hear the boring things too, and from you first.")
		}},
		{132, "07:35", func() {
			door = mika.line("I feel respected when a closed door is allowed to mean that I’m tired.")
			late = mika.line("I feel loved when you ask once, and then wait.")
		}},
		{131, "18:30", func() {
			question = mika.says(meaning.KindAsked, event.Form{meaning.FieldLine: boring.String(), meaning.FieldText: "How boring? The parking ticket?"})
		}},
		{131, "19:05", func() {
			amal.says(meaning.KindAnswered, event.Form{meaning.FieldQuestion: question.String(), meaning.FieldText: "The parking ticket is the very thing I mean."})
		}},
		{130, "22:15", func() {
			amal.line("I feel heard when you put the cup down before you answer.")
		}},
		{119, "21:15", func() {
			g := mika.notes(meaning.KindChosen, event.Form{meaning.FieldLine: boring.String(), meaning.FieldText: "Tell about one small thing with money every week, before anybody asks."})
			mika.notes(meaning.KindDone, event.Form{meaning.FieldGesture: g.String()})
		}},
		{105, "08:20", func() {
			amal.says(meaning.KindNoticed, event.Form{meaning.FieldLine: boring.String(), meaning.FieldText: "The thing with the library fine. I laughed, and the floor held."})
		}},
		{80, "22:05", func() {
			amal.notes(meaning.KindChosen, event.Form{meaning.FieldLine: late.String(), meaning.FieldText: "Ask about the advice office once, then talk about something else."})
		}},
		{58, "19:50", func() { mika.says(meaning.KindNoticed, event.Form{meaning.FieldLine: late.String()}) }},
		{24, "18:45", func() {
			mika.says(meaning.KindNoticed, event.Form{meaning.FieldLine: door.String(), meaning.FieldText: "You took the phone into the kitchen before I had sat down."})
		}},
		{17, "21:20", func() {
			amal.says(meaning.KindRewritten, event.Form{meaning.FieldLine: floor.String(), meaning.FieldText: "Trust, to me, is getting up at night and not looking for anything."})
		}},
	}
}

// rooms is what each keeps to themselves.
func (s *story) rooms() []scene {
	amal, mika := s.amal, s.mika
	var hunch event.ID
	things := func(v *voice, list ...string) {
		for i := 0; i+1 < len(list); i += 2 {
			v.notes(care.KindAdded, event.Form{care.FieldGroup: list[i], care.FieldText: list[i+1]})
		}
	}
	return []scene{
		{139, "23:05", func() {
			things(amal, "calm", "Cold water over the wrists, and count the tiles.", "move", "To the canal and back, without the phone.",
				"people", "Jo, after eight. She picks up.", "rest", "Bed before eleven when there is school.")
		}},
		{134, "23:10", func() {
			things(mika, "calm", "Sort the screws.", "people", "The group in the old school. Chair by the door.", "beyond", "The bench behind the church, also when it rains.")
		}},
		{75, "23:15", func() {
			mika.notes(prepare.KindKept, event.Form{prepare.FieldThing: prepare.Letter.Word(), prepare.FieldText: "For the day when the loan is paid:\n\nAmal, come down to the canal. Bring nothing."})
			d := mika.notes(benefit.KindDoubted, event.Form{
				benefit.FieldSaw: "Amal said “fine” and went to bed at nine.", benefit.FieldStory: "It will never be right again.",
				benefit.FieldReading: "Two nights of marking.",
			})
			mika.notes(benefit.KindSettled, event.Form{benefit.FieldDoubt: d.String(), benefit.FieldEnd: "waits"})
		}},
		{64, "22:50", func() {
			amal.notes(reappraisal.KindLooked, event.Form{
				reappraisal.FieldTold:   "Two tired people stood in a kitchen. One asked where the money went, and meant: are we all right? The other heard: you have done it again, and shut the drawer too hard.",
				reappraisal.FieldHoped:  "Amal hoped to be told things first. Mika hoped not to be a suspect in the kitchen for ever.",
				reappraisal.FieldRemind: "The drawer. It sticks when we do.",
			})
		}},
		{38, "21:50", func() {
			mika.notes(reappraisal.KindLooked, event.Form{
				reappraisal.FieldTold:  "Mika asked whether the yoga was any good. Amal said fine, in the voice for the tax office. Both were being polite at each other.",
				reappraisal.FieldHoped: "One of them wanted company. The other wanted to be let off without having to say so.",
			})
		}},
		{115, "23:20", func() {
			amal.notes(journal.KindWritten, event.Form{journal.FieldText: "Sat on the edge of the bath until the tiles stopped swimming. I’m less angry than I let on, and more tired than I know."})
		}},
		{102, "07:05", func() {
			hunch = amal.notes(journal.KindWritten, event.Form{journal.FieldText: "There is something about the advice office that Mika isn’t saying.", journal.FieldAgain: s.day(80)})
		}},
		{80, "22:40", func() {
			amal.notes(journal.KindLooked, event.Form{journal.FieldEntry: hunch.String(), journal.FieldText: "Yes and no. There was something: they had laughed at Mika’s folder. It wasn’t about the money at all."})
		}},
		{110, "23:30", func() {
			mika.notes(journal.KindWritten, event.Form{journal.FieldText: "The folder is in order. I keep looking at it as if it could still jump."})
		}},
		{109, "22:15", func() {
			mika.notes(journal.KindWritten, event.Form{journal.FieldShare: "yes", journal.FieldText: "I hid the letters under the towels for fourteen months. I counted the towels more often than the letters."})
		}},
		{68, "22:20", func() {
			amal.notes(prepare.KindKept, event.Form{prepare.FieldThing: prepare.Line.Word(), prepare.FieldText: "I feel loved when you tell my mother that we can’t come."})
		}},
		{116, "22:40", func() {
			d := amal.notes(benefit.KindDoubted, event.Form{
				benefit.FieldSaw: "Mika shut the laptop when I came in.", benefit.FieldStory: "There is another loan.",
				benefit.FieldReading: "It was past ten, and we had said no screens after ten.", benefit.FieldAnother: "My birthday.",
				benefit.FieldQuestion: "What were you looking at when I came in?",
			})
			amal.notes(benefit.KindSettled, event.Form{benefit.FieldDoubt: d.String(), benefit.FieldEnd: "asked"})
			amal.notes(benefit.KindTurned, event.Form{benefit.FieldDoubt: d.String(), benefit.FieldText: "The price of a long drill. It was going to be a surprise."})
		}},
	}
}
