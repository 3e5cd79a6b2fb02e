// Narrows a list without a reload: asks the server for the same address that the form would open, and takes from its
// answer the parts of the page that it changes. Where that fails the page is opened as it would be without this.
const WAIT = 250;
const form = document.querySelector("form[data-narrows]");
let asking = null;
let waiting = null;

const addressOf = () => {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  const kept = new URL(location.href).searchParams.get("time");
  if (kept) asked.set("time", kept);
  return new URL(`?${asked}`, location.href);
};

const sync = (url) => {
  for (const control of form.querySelectorAll("select, input[type=search]")) {
    const value = url.searchParams.get(control.name) ?? "";
    // What is being typed is further on than any answer.
    if (control !== document.activeElement) control.value = value;
    control.classList.toggle("is-chosen", Boolean(value) && control.tagName === "SELECT");
  }
};

const take = (answer) => {
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = answer.querySelector(`[data-part="${part.dataset.part}"]`);
    if (other) part.replaceWith(document.adoptNode(other));
  }
  const found = answer.querySelector("[data-found]");
  if (found) document.querySelector("[data-found]").textContent = found.textContent;
  document.dispatchEvent(new Event("agenda:shown"));
};

const show = async (url) => {
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.statusText);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    history.replaceState(null, "", url);
    take(answer);
    sync(url);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
};

if (form) {
  form.classList.add("is-live");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show(addressOf());
  });
  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    asking?.abort();
    waiting = setTimeout(() => show(addressOf()), event.target.tagName === "SELECT" ? 0 : WAIT);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-narrows]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(new URL(link.href)).then(() => form.querySelector("input[type=search]").focus({ preventScroll: true }));
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
