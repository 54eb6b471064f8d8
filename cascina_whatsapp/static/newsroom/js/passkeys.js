// Passkeys: what the server asks goes to the browser's own dialogue, what that answers goes back to the server.
// Without this script, or in a browser that knows no passkeys, the other ways on the page remain.

const CANCELLED = "Non è andata a buon fine: riprova, o scegli un altro modo.";
const REFUSED = "Questo dispositivo non è riconosciuto. Riprova, o scegli un altro modo.";
const ALREADY = "Questo dispositivo è già aggiunto al tuo account.";
const AWAY = "Il servizio non risponde: riprova fra poco.";
const TO_BYTES = ["challenge", "id"];

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// The options as the browser wants them: challenge and ids are bytes.
function options(told) {
  const made = { ...told };
  for (const name of TO_BYTES) {
    if (typeof made[name] === "string") made[name] = bytes(made[name]);
  }
  if (made.user) made.user = options(made.user);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (made[list]) made[list] = made[list].map(options);
  }
  return made;
}

// The answer as the server wants it: bytes are base64url.
function answer(credential) {
  const parts = ["clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"];
  const found = parts.filter((part) => credential.response[part]);
  const response = Object.fromEntries(found.map((part) => [part, text(credential.response[part])]));
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(address, form, body) {
  return fetch(address, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.csrfmiddlewaretoken.value },
  });
}

function inWords(problem) {
  if (problem.name === "InvalidStateError") return ALREADY;
  return problem instanceof TypeError ? AWAY : CANCELLED;
}

// Begins, shows the browser's dialogue, completes; leads on, or says what went wrong.
function ceremony(part, dialogue, more) {
  const form = part.querySelector("form");
  const problem = part.querySelector(".problem");
  const button = form.querySelector("button");
  const say = (sentence) => {
    problem.textContent = sentence;
    problem.hidden = !sentence;
  };
  part.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    button.disabled = true;
    try {
      const begun = await ask(part.dataset.begin, form, {});
      if (begun.status === 403 && part.dataset.again) {
        location.assign(part.dataset.again);
        return;
      }
      if (!begun.ok) {
        say(AWAY);
        return;
      }
      const credential = await dialogue({ publicKey: options(await begun.json()) });
      const done = await ask(part.dataset.complete, form, { ...answer(credential), ...more(form) });
      if (done.ok) {
        location.assign((await done.json()).redirect_url);
      } else {
        say(REFUSED);
      }
    } catch (trouble) {
      say(inWords(trouble));
    } finally {
      button.disabled = false;
    }
  });
}

const isAddress = /^[\d.]+$|^\[/.test(location.hostname); // passkeys belong to names, never to numbers
if (typeof PublicKeyCredential !== "undefined" && !isAddress) {
  for (const part of document.querySelectorAll(".passkey")) {
    ceremony(part, (wanted) => navigator.credentials.get(wanted), () => ({}));
  }
  for (const part of document.querySelectorAll(".new-passkey")) {
    ceremony(part, (wanted) => navigator.credentials.create(wanted), (form) => ({ name: form.elements.namedItem("name").value }));
  }
} else {
  for (const part of document.querySelectorAll(".passkey-missing")) part.hidden = false;
}
