package demo

import (
	"strconv"

	"troth/internal/checkin"
	"troth/internal/event"
)

// feel is the fields of a check-in: feelings by code, words of one's own, and the
// three parts that say what it is about.
func feel(feelings, words, when, because, wish string) event.Form {
	return event.Form{checkin.FieldFeelings: feelings, checkin.FieldWords: words, checkin.FieldWhen: when, checkin.FieldBecause: because, checkin.FieldWish: wish}
}

// checkins is how Amal and Mika are, for themselves, and what they let the other
// see of it; and the hour that they keep. Amal looks for the exact word. Mika
// writes little, and more of it as time goes on.
func (s *story) checkins() []scene {
	amal, mika := s.amal, s.mika
	var floor, coat, lake *page
	var hour event.ID
	propose := func(v *voice, ago int, at string) event.ID {
		day := (int(s.time(ago, at).Weekday())+6)%7 + 1
		return v.says(checkin.KindProposed, event.Form{checkin.FieldWeekday: strconv.Itoa(day), checkin.FieldTime: at})
	}
	ownTo := func(ago int, at string, v *voice, f event.Form) scene { return scene{ago, at, func() { v.keeps(f) }} }
	slip := feel("guilty stuck", "", "When you left the room without closing the door", "", "")
	steady := feel("steady thankful", "", "When you read me the letter from the bank before you had taken your coat off", "I heard it from you first", "")

	return []scene{
		ownTo(146, "23:10", mika, feel("ashamed small", "", "", "", "")),
		ownTo(140, "00:20", amal, feel("wary worn-out", "a floor that moves", "When I woke at midnight and counted what else could come", "the ground I stand on is real", "to sleep through one night")),
		ownTo(133, "07:05", mika, feel("guilty", "", "", "", "not to be asked for once, and to tell it anyway")),
		ownTo(124, "22:40", amal, feel("angry sad", "and under it something that is almost homesickness", "", "", "")),
		{119, "19:40", func() { hour = propose(amal, 114, "20:30") }},
		{118, "12:15", func() { hour = propose(mika, 115, "19:30") }},
		{118, "18:05", func() { amal.says(checkin.KindAgreed, event.Form{checkin.FieldHour: hour.String()}) }},
		ownTo(110, "22:30", mika, slip),
		{110, "22:40", func() { floor = mika.shares(slip) }},
		{109, "08:10", func() {
			floor.heard("I went out without a word, and you were left sitting there with your guilt and no way on.")
		}},
		{109, "18:30", func() { floor.meant() }},
		ownTo(96, "21:15", amal, feel("relieved tired", "", "When the shelf held", "", "")),
		ownTo(83, "21:50", mika, feel("nervous hopeful", "", "When I rang the advice office", "I want to do this without being pushed", "")),
		ownTo(71, "23:00", amal, feel("afraid tender", "", "When my father’s voice was small on the telephone", "there are not so many years", "to ring him more often")),
		ownTo(63, "22:10", amal, steady),
		{63, "22:20", func() { coat = amal.shares(steady) }},
		{62, "07:40", func() {
			coat.heard("You are glad that I read you the letter, because then you can trust me again.")
		}},
		{62, "19:25", func() {
			coat.right("Not again, and not yet. Glad that I heard it from you first. That one thing.")
		}},
		{61, "08:00", func() { coat.heard("You heard it from me first. That one thing made you steady and thankful.") }},
		{61, "18:15", func() { coat.meant() }},
		ownTo(48, "22:15", mika, feel("calm tired", "", "", "", "")),
		ownTo(40, "21:30", amal, feel("uneasy", "nothing happened, which is what makes it odd", "When you put the telephone face down beside the bread", "I would like to stop reading signs", "to ask once, and leave it there")),
		ownTo(29, "22:45", mika, feel("proud shy", "", "When the woman at the office said that we are half way", "", "to tell Amal and not make it big")),
		ownTo(16, "22:05", amal, feel("settled fond", "", "", "", "")),
		ownTo(8, "23:05", mika, feel("hopeful longing", "", "When I looked at the pictures of the hut", "we were last there before all of it", "three days without a bill")),
		{4, "21:40", func() {
			lake = mika.shares(feel("hopeful longing", "", "When I looked at the pictures of the hut", "we were last there before all of it", "three days without a bill"))
		}},
		{3, "22:25", func() {
			lake.heard("You want us to have been there again, from before the letters to after them, and three days in which money is nobody’s subject.")
		}},
		ownTo(2, "22:50", amal, feel("eager uneasy", "both, and neither is lying", "", "", "")),
	}
}
