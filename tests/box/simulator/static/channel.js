// What comes out in the channel is seen without reloading the page.

async function freshen() {
  try {
    const answer = await fetch("/telegram/");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("messages");
    const old = document.getElementById("messages");
    if (fresh.innerHTML !== old.innerHTML) {
      old.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The simulator is away for a moment: try again.
  }
  setTimeout(freshen, 1500);
}

setTimeout(freshen, 1500);
