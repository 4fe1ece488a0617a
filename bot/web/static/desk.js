// The comment desk works without this. With it, the letters shown on the page press what carries them.
const TYPED_IN = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

function seen(element) {
  return element.getClientRects().length > 0;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(TYPED_IN)) return;
  const carriers = document.querySelectorAll(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  const found = [...carriers].find((element) => seen(element.type === "radio" ? element.parentElement : element));
  if (!found) return;
  event.preventDefault();
  found.focus();
  found.click();
});
