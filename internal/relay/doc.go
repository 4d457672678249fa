// Package relay is the blind server: it orders, stores and forwards events that
// it cannot read.
//
// # Terminology
//
// An account is a random id and its locked slots; it has no name. A log is a
// chain of signed events (package chain) with one or two members, who are
// accounts. The head of a log is its newest event. An invite is a mailbox for
// the three messages by which two people pair. A session is a login; its token
// travels as a bearer token and is stored only as a hash.
//
// # What holds
//
//   - Accepted means verified: every stored event passed the accept rules of
//     package chain, under keys that follow from the control records stored
//     before it. Nothing else about an event is known here.
//   - Acknowledged means committed, with everything flushed to disk.
//   - An append names the head that it was made for and is stored only if that
//     is still the head, so the log has one order and no event appears twice.
//   - A body is removed only by its author's signed leave, and then for good.
//   - A token alone changes nothing but the log it may append to, and there the
//     signature of a member is needed as well. Slots, invites, members and the
//     end of an account need a fresh signature by the cold key.
//   - Nobody can be locked out: whoever guesses at an account is slowed down, and
//     a device that has logged in before passes by that delay.
//   - What is stored tells no time of an event, no address and no kind of
//     device. The only times are the day on which a session ends and the end of
//     an invite. What is logged tells neither ids, sizes, addresses nor tokens.
//
// # Layout
//
// relay.go has the constructor and every route; store.go the interfaces a store
// implements, with memstore for tests and sqlstore for use, both held to
// storetest; limits.go every bound; commit.go the one goroutine that writes
// events, many in one transaction.
//
// The package may import chain, codec and wire, and nothing that could read a
// body. The interface is specified in spec/relay-v1.md.
package relay
