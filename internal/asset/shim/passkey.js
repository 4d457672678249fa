// Passkeys as a source of a key (the PRF extension). Only a page can ask for
// them, not a worker; what they give goes to a key worker and nowhere else.
//
//   <form data-passkey=make data-account=HEX>            one is made, and asked at once
//   <form data-passkey=use data-cred=… data-salt=…>      one is asked

const label = new TextEncoder().encode("troth/v1/prf");

const random = (n) => crypto.getRandomValues(new Uint8Array(n));
const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const output = (credential) => text(credential.getClientExtensionResults().prf?.results?.first ?? new ArrayBuffer(0));

// offered says whether the browser says that it has all that is needed.
export async function offered() {
  try {
    const can = await PublicKeyCredential.getClientCapabilities();
    return Boolean(can["extension:prf"] && can.userVerifyingPlatformAuthenticator);
  } catch {
    return false;
  }
}

async function use(cred, salt) {
  return output(await navigator.credentials.get({ publicKey: {
    challenge: random(32), allowCredentials: [{ type: "public-key", id: cred }],
    userVerification: "required", extensions: { prf: { eval: { first: salt } } },
  } }));
}

// make has this device make one. Its name in the device's list is the neutral
// one of the page.
async function make(account) {
  const slot = random(16);
  const about = account.match(/../g).map((hex) => parseInt(hex, 16));
  const salt = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array([...label, ...about, ...slot])));
  const name = document.title;
  const credential = await navigator.credentials.create({ publicKey: {
    rp: { name }, user: { id: random(16), name, displayName: name }, challenge: random(32),
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: "public-key", alg })),
    authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "discouraged", userVerification: "required" },
    extensions: { prf: { eval: { first: salt } } },
  } });
  const made = output(credential);
  return { made, gave: made && await use(credential.rawId, salt), cred: text(credential.rawId), slot: text(slot) };
}

// ask does what a form asks for. It gives the key worker's fields, or none if
// the person or the device did not want it.
export async function ask({ dataset: { passkey, account, cred, salt } }) {
  try {
    return passkey === "make" ? await make(account) : { gave: await use(bytes(cred), bytes(salt)) };
  } catch {
    return {};
  }
}
