// Keeps the numbers of broadcasts that are on their way fresh, until they have finished.

const EVERY = 2000; // milliseconds
const ANNOUNCE_EVERY = 10; // per cent: a screen reader that talked every two seconds would be of no use

function show(box, numbers) {
  for (const place of box.querySelectorAll("[data-text]")) {
    place.textContent = numbers[place.dataset.text];
  }
  box.querySelector("progress").value = numbers.percent;
}

function announce(box, numbers) {
  const step = Math.floor(numbers.percent / ANNOUNCE_EVERY) * ANNOUNCE_EVERY;
  const words = `${numbers.status}: ${step}%`;
  const place = box.querySelector("[aria-live]");
  if (place.textContent !== words) {
    place.textContent = words;
  }
}

export async function follow(box) {
  let finished = false;
  try {
    const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) {
      return; // logged out, or no longer allowed
    }
    const numbers = await answer.json();
    show(box, numbers);
    announce(box, numbers);
    finished = numbers.finished;
  } catch {
    // The network is away for a moment: try again.
  }
  if (!finished) {
    setTimeout(follow, EVERY, box);
  }
}

for (const box of document.querySelectorAll("[data-progress-url][data-finished=false]")) {
  setTimeout(follow, EVERY, box);
}
