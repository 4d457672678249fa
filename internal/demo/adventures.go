package demo

import (
	"context"
	"strconv"
	"strings"

	"troth/internal/adventure"
	"troth/internal/app"
	"troth/internal/balance"
	"troth/internal/event"
	"troth/internal/seal"
)

// seals answers a prompt by a form, and waits until both see that it has begun, or
// that it has opened.
func (v *voice) seals(kind event.Kind, f event.Form, p seal.Prompt) {
	v.s.step(func(ctx context.Context) error {
		sees := func(m *app.Model) (v seal.Seen) {
			if x, ok := m.Couple.Seal.Seal(p.ID()); ok {
				v = x.Seen(m.Me)
			}
			return v
		}
		begun := false
		v.Dev.Inspect(func(m *app.Model) { begun = sees(m).Begun })
		if err := v.Do(ctx, kind, f); err != nil {
			return err
		}
		for _, w := range []*voice{v, v.other} {
			err := w.Sees(ctx, "the answer", func(m *app.Model) bool {
				x := sees(m)
				return x.Begun && x.Done() == begun && len(m.Waiting) == 0
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// marks seals a list: slugs with a "?" behind them are a maybe.
func (v *voice) marks(round uint16, slugs string) {
	f := event.Form{adventure.FieldRound: strconv.Itoa(int(round))}
	for slug := range strings.FieldsSeq(slugs) {
		if s, maybe := strings.CutSuffix(slug, "?"); maybe {
			f[adventure.FieldMark+s] = adventure.ValueMaybe
		} else {
			f[adventure.FieldMark+slug] = adventure.ValueYes
		}
	}
	v.seals(adventure.KindMarked, f, adventure.ListPrompt(round))
}

func (v *voice) tells(plan event.ID, text string) {
	v.seals(adventure.KindTold, event.Form{adventure.FieldPlan: plan.String(), adventure.FieldText: text}, adventure.TellPrompt(plan))
}

func (v *voice) thanks(text string) { v.says(balance.KindThanks, event.Form{balance.FieldText: text}) }

// feels answers the question of the season in which a day was.
func (v *voice) feels(ago int, f balance.Feeling, words string) {
	season := balance.SeasonOf(event.DateOf(v.s.time(ago, "12:00")))
	v.seals(balance.KindAnswer, event.Form{balance.FieldYear: strconv.Itoa(int(season.Year)), balance.FieldQuarter: strconv.Itoa(int(season.Quarter)),
		balance.FieldFeeling: strconv.Itoa(int(f)), balance.FieldWords: words}, season.Prompt())
}

// adventures is what Amal and Mika would do, and did.
func (s *story) adventures() []scene {
	amal, mika := s.amal, s.mika
	var night, sunrise event.ID
	return []scene{
		{121, "21:30", func() {
			mika.says(adventure.KindAdded, event.Form{adventure.FieldText: "Sleep in the hammock behind Jo’s shed, both of us in one.", adventure.FieldGrade: "3"})
		}},
		{120, "22:15", func() {
			amal.marks(1, "swap-places breakfast-elsewhere known-way-at-night coin-walk cold-feet nearly-outdoors sing-out? new-dish? up-high?")
		}},
		{119, "20:10", func() {
			mika.marks(1, "breakfast-elsewhere known-way-at-night nearly-outdoors new-water? cold-feet? swap-places? kindly-refused?")
		}},
		{118, "18:55", func() {
			night = amal.says(adventure.KindPlanned, event.Form{adventure.FieldIdea: "known-way-at-night", adventure.FieldDate: s.day(114), adventure.FieldTime: "21:30",
				adventure.FieldWords: "To the bakery and back. I’ll take the big torch, you say when it goes on."})
		}},
		{115, "12:20", func() {
			mika.says(adventure.KindMoved, event.Form{adventure.FieldPlan: night.String(), adventure.FieldDate: s.day(110), adventure.FieldTime: "21:30"})
		}},
		{110, "22:40", func() {
			amal.tells(night, "I didn’t know how loud the canal is.\nYou took my sleeve at the bridge and didn’t say anything.")
		}},
		{109, "07:50", func() {
			mika.tells(night, "The torch stayed off the whole way.\nIt is easier to talk to you when I can’t see my own hands.")
		}},
		{32, "21:20", func() {
			amal.marks(2, "before-sunrise breakfast-elsewhere one-whole-song slow-journey? two-guests? first-lesson?")
		}},
		{31, "22:05", func() {
			mika.marks(2, "before-sunrise two-guests slow-journey one-whole-song? first-lesson? three-swaps")
		}},
		{5, "19:40", func() {
			sunrise = mika.says(adventure.KindPlanned, event.Form{adventure.FieldIdea: "before-sunrise", adventure.FieldDate: s.day(-4), adventure.FieldTime: "05:40",
				adventure.FieldWords: "From the bench above the allotments. I make the cocoa."})
		}},
		{4, "08:00", func() {
			amal.says(adventure.KindMoved, event.Form{adventure.FieldPlan: sunrise.String(), adventure.FieldDate: s.day(-5), adventure.FieldTime: "05:40"})
		}},
	}
}

// balance is what the two thank each other for, would like, and find hard.
func (s *story) balance() []scene {
	amal, mika := s.amal, s.mika
	var results event.ID
	return []scene{
		{140, "21:00", func() { mika.thanks("For not reading the letters aloud.") }},
		{125, "07:10", func() {
			amal.thanks("The flask in my bag. I found it at the third lesson and had to laugh in front of all of them.")
		}},
		{113, "20:00", func() {
			amal.says(balance.KindNeed, event.Form{balance.FieldText: "That you tell me something about your day before I ask."})
		}},
		{113, "21:10", func() {
			mika.says(balance.KindNeed, event.Form{balance.FieldText: "Half an hour after work in which I’m nobody’s."})
		}},
		{105, "21:40", func() {
			amal.feels(105, balance.Gives, "I carry the money in my head at night. I know that you carry it too.")
		}},
		{104, "22:00", func() {
			mika.feels(104, balance.Takes, "You are patient, and I live on it. I would like to give something back that isn’t an apology.")
		}},
		{76, "19:15", func() {
			results = amal.says(balance.KindHardship, event.Form{balance.FieldWhat: strconv.Itoa(int(balance.Illness)), balance.FieldWords: "Dad waits for his results, and I’m on the phone every evening.",
				balance.FieldFrom: s.day(78)})
		}},
		{70, "22:20", func() { amal.thanks("You did all of the week without a word. I saw it.") }},
		{51, "18:30", func() { amal.says(balance.KindEnded, event.Form{balance.FieldHardship: results.String()}) }},
		{40, "20:45", func() { mika.thanks("You waited with supper, although you were hungry and it was my fault.") }},
		{12, "21:20", func() { amal.feels(12, balance.Even, "") }},
		{2, "23:00", func() { amal.thanks("The light in the kitchen, and that you ask how it was and then wait.") }},
	}
}
