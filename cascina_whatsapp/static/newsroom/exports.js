// Shows the page anew when the export that it follows is ready: then there is a file to download.

for (const place of document.querySelectorAll("[data-finished=false] [data-text=status]")) {
  const before = place.textContent;
  new MutationObserver(() => {
    if (place.textContent !== before) {
      location.reload();
    }
  }).observe(place, { childList: true });
}
