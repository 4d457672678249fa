package demo

import "troth/internal/opening"

// openings is how far up Amal and Mika go, and what they answer there. Each of
// the two has an answer that is still closed.
func (s *story) openings() []scene {
	amal, mika := s.amal, s.mika
	at := func(r opening.Rung, n uint8) opening.Question { return opening.Question{Rung: r, Number: n} }
	home, task, call := at(opening.Preference, 2), at(opening.Preference, 7), at(opening.Worry, 4)
	lighter, patient, proud := at(opening.Worry, 12), at(opening.Regret, 1), at(opening.Regret, 8)
	bad, enough, often := at(opening.Need, 1), at(opening.Fear, 6), at(opening.Need, 9)

	return []scene{
		{120, "21:05", func() {
			amal.answers(home, "Chalk and wet coats, I’m sorry to say. And your keys in the bowl by the door, because then nobody is missing.")
		}},
		{118, "20:30", func() {
			mika.answers(home, "Onions in butter, when I don’t know yet what it will be. My grandmother’s hall smelled like that whatever day it was.")
		}},
		{106, "18:15", func() { mika.answers(task, "Pairing socks. It is the only puzzle that I always finish.") }},
		{105, "22:00", func() { amal.answers(task, "Sharpening pencils. All of them, yours too. You may have noticed.") }},

		{91, "20:10", func() { amal.wouldGo(opening.Worry) }},
		{89, "19:30", func() { mika.wouldGo(opening.Regret) }},
		{89, "19:40", func() {
			mika.answers(call, "The one to the advice office. I practise my name and my number, and when somebody answers I have forgotten both.")
		}},
		{88, "21:20", func() {
			amal.answers(call, "The one to my mother about the holidays. She says “of course”, and then she breathes in, and that is the whole conversation.")
		}},
		{75, "20:00", func() { amal.answers(lighter, "One evening on which nobody wants to know anything from me.") }},
		{74, "08:40", func() {
			mika.answers(lighter, "If the washing machine stopped making that noise. Or if I stopped hearing it as money.")
		}},

		{59, "21:15", func() { amal.wouldGo(opening.Need) }},
		{58, "20:20", func() {
			mika.answers(patient, "On the stairs, with the shelf. You held your end and said nothing, and I told you how to hold it.")
		}},
		{57, "19:50", func() {
			amal.answers(patient, "When you were looking for your glasses and they were on your head. I let you look. I knew what I was doing.")
		}},
		{49, "21:45", func() {
			amal.answers(proud, "In my first year at the school. I marked until two at night, alone, and told everybody that I like to work late.")
		}},
		{48, "20:05", func() {
			mika.answers(proud, "Eleven times, you know which. What I left out of the letter: Jo had offered to go through the papers with me. I said that there were none.")
		}},

		{41, "20:30", func() { mika.wouldGo(opening.Fear) }},
		{39, "19:10", func() {
			mika.answers(bad, "Food that I didn’t have to choose. I go quiet and begin to tidy. If I have come to the cutlery drawer, it is serious.")
		}},
		{38, "18:50", func() {
			amal.answers(bad, "Ten minutes in which I needn’t be nice. You can tell by the coat: if I keep it on, it was bad.")
		}},

		{30, "21:00", func() { amal.wouldGo(opening.Fear) }},
		{29, "22:10", func() {
			amal.answers(enough, "Too much, when I ask the same thing for the third time and hear myself do it. Not enough, when you laugh with Jo in a way that we don’t just now.")
		}},
		{27, "21:35", func() {
			mika.answers(enough, "Not enough, mostly where there are figures. I see you at the table doing sums, and I think that somebody else would have made them come out.")
		}},
		{24, "22:45", func() { mika.wouldGo(opening.Need) }},
		{16, "19:20", func() { mika.answers(often, "When you ask “and then?” and put the pencil down.") }},
		{15, "20:15", func() {
			amal.answers(often, "That there is light in the kitchen before I turn the corner.")
		}},

		{5, "20:40", func() {
			mika.answers(at(opening.Need, 3), "A walk round the block, with you two steps behind me and no questions. What makes it harder is anybody who says “calm down”.")
		}},
		{2, "22:20", func() {
			amal.answers(at(opening.Need, 11), "Your foot beside mine under the table. Nothing more than that.")
		}},
	}
}
