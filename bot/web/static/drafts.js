// The draft form works without this. With it, the counts and what the checks say follow the typing, half a second behind.
const WAIT_MS = 500;
const form = document.querySelector("form[data-live-check]");
const place = document.getElementById("checked");
let timer = 0;
let asked = 0;

function typed() {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
  return data;
}

function put(page, part) {
  const here = place.querySelector(`[data-part="${part}"]`);
  const there = page.querySelector(`[data-part="${part}"]`);
  // Not while somebody is typing a source in it: the field would be taken from under their hands.
  if (here && there && !here.contains(document.activeElement)) here.replaceWith(there);
}

async function check() {
  const mine = ++asked;
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("/drafts/check", { method: "POST", body: typed(), redirect: "error" });
    if (answer.ok && mine === asked) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      put(page, "checked");
      put(page, "facts");
    }
  } catch {
    // The Check button still works; what stands there may be a little old.
  } finally {
    if (mine === asked) place.removeAttribute("aria-busy");
  }
}

if (form && place) {
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(check, WAIT_MS);
  });
}
