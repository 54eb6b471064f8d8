/* The reason of a declaration: how many characters there are so far, counted as the server does. */

const reason = document.querySelector("[data-least]");
const typed = document.querySelector("[data-typed]");

const count = () => {
  const words = reason.value.trim().replace(/\s+/g, " ");
  typed.textContent = [...words].length;
};

reason.addEventListener("input", count);
count();
document.querySelector(".errors :is(input, textarea, select), .notice.bad[tabindex]")?.focus();
