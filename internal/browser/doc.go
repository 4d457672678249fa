// Package browser is the edge between troth and a browser. It is the only
// package that touches JavaScript. It runs in a worker, never in the page:
//
//   - Store keeps a device's logs in IndexedDB.
//   - Box wraps a few small secrets with a key that scripts cannot read.
//   - Transport speaks to the relay by fetch.
//   - Run is the life of a worker: it takes messages from the page, hands them
//     to the core, and hands pages to the page.
//   - Check starts the language check, a second program in the same worker
//     (package browser/words).
//
// # How waiting works
//
// Go in a browser has one thread, which is JavaScript's. A handler of an event
// must return before anything else can happen, so no handler here waits: it
// hands over to a goroutine, and await lets a goroutine wait for a promise.
//
// An IndexedDB transaction commits by itself as soon as nothing is asked of it
// any more. So all requests of one transaction are made at once, and what is
// encrypted or encoded is so before it begins.
//
// # Messages
//
// A worker is started under the name "core" or "key", says {t:"ready"} and is
// then told one of
//
//	{t:"start", origin, build, name, entry}       to a core
//	{t:"job", origin, build, name, secrets, port} to a key worker
//
// A core then hears, in this order of events,
//
//	{t:"form", action, values}              a submitted form
//	{t:"key", id, action, values, port}     one whose secret fields went to a key worker
//	{t:"keygone", id}                       that worker ended without a result
//	{t:"go", to}                            a link
//	{t:"back", token}                       the browser's Back or Forward
//	{t:"hidden"}                            the page is out of sight
//
// and says
//
//	{t:"page", html, title, token, move, autolock, say}
//	{t:"lock"}
//	{t:"broken"}                            it failed; no reason is given, because a
//	                                        reason may hold what a person wrote
//
// A key worker says {t:"progress", step, of, words} and at last {t:"done", ok}.
// Over the port between the two goes {d: Uint8Array}, and {end: true} from the
// side that has nothing more to say.
package browser
