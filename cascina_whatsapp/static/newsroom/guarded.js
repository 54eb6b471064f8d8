/* A form that is sent after the session has expired loses what was written in it: ask first whether one is still
   inside, and say it on the page where not. */

const form = document.querySelector("form[data-inside]");
const notice = form.querySelector(".session-over");
let isSafe = false;

const isInside = async () => {
  try {
    const answer = await fetch(form.dataset.inside);
    return answer.ok && !answer.redirected;
  } catch {
    return false; // nobody answers
  }
};

form.addEventListener("submit", async (event) => {
  if (isSafe) return;
  event.preventDefault();
  const { submitter } = event;
  isSafe = await isInside();
  if (notice) notice.hidden = isSafe;
  if (!isSafe) return;
  const token = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (token) form.elements.csrfmiddlewaretoken.value = token; // a new login changes it
  form.requestSubmit(submitter);
});

addEventListener("pageshow", () => { // back to a page that the browser had put aside
  isSafe = false;
});
