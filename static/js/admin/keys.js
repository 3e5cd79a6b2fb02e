// Single keys for the desk: each presses what carries it (data-key). Nothing depends on them; they can be switched off.
const STORED = "plenary-single-keys";
const dialog = document.querySelector("#keys");
const toggle = dialog?.querySelector("[data-keys-switch]");
const isOn = () => localStorage.getItem(STORED) !== "off";

const isTyping = (target) =>
  target.isContentEditable ||
  target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");

const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
const links = () => rows().map((row) => row.querySelector("th a")).filter(Boolean);
const here = () => document.activeElement?.closest("#result_list tbody tr");

function step(by) {
  const all = links();
  const index = all.indexOf(here()?.querySelector("th a"));
  const wanted = all[index < 0 ? 0 : Math.min(Math.max(index + by, 0), all.length - 1)];
  wanted?.focus();
}

const ON_THE_LIST = {
  j: () => step(1),
  k: () => step(-1),
  o: () => here()?.querySelector("th a")?.click(),
  x: () => here()?.querySelector(".action-select")?.click(),
  "/": () => document.querySelector("#searchbar")?.focus(),
  f: () => {
    const filters = document.querySelector("#filters");
    if (filters) {
      filters.open = true;
      filters.querySelector("summary").focus();
    }
  },
};

function press(element) {
  const fold = element.closest("details");
  if (fold) fold.open = true;
  element.focus();
  if (element.matches("a, button")) element.click();
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (isTyping(event.target) || dialog?.open) return;
  if (event.key === "?") dialog?.showModal();
  else if (!isOn()) return;
  else {
    // A key that is held goes on through a list; it does not act again on the page that its act led to.
    const element = event.repeat ? null : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const act = element ? () => press(element) : document.querySelector("#result_list") && ON_THE_LIST[event.key];
    if (!act) return;
    act();
  }
  event.preventDefault();
}

if (dialog) {
  toggle.checked = isOn();
  toggle.addEventListener("change", () => localStorage.setItem(STORED, toggle.checked ? "on" : "off"));
  document.addEventListener("keydown", pressed);
  for (const opener of document.querySelectorAll("[data-shows-keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
}
