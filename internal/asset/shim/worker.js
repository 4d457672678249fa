// A worker: it runs the app's Go code under the name it is given, "core" or
// "key". All that follows is said by messages; package browser is the other
// end.

import "./wasm_exec.js";
import { openWords } from "./words.js";

addEventListener("message", async ({ data: { module, name, debug, words } }) => {
  // What a crash would print may hold what a person wrote.
  if (!debug) globalThis.fs.writeSync = (_, bytes) => bytes.length;
  if (words) globalThis.openWords = () => openWords(words);
  const go = new Go();
  go.argv = ["troth", name];
  go.exit = () => {};
  try {
    await go.run(await WebAssembly.instantiate(module, go.importObject));
  } finally {
    postMessage({ t: "dead" });
  }
}, { once: true });
