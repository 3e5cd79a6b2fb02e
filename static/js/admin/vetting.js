// Single keys press what bears them (data-key) or lead to it (data-key-focus), unless they are switched off, as for the
// lists: never while somebody types, and never together with Ctrl, Alt or Meta. In a text, Escape leaves it and
// Ctrl+Enter sends its form.
const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])";

// By the letter; where the layout has another script there, by the place on the keyboard.
function keyOf(event) {
  if (event.key === "?") return "?";
  if (/^[a-z0-9]$/i.test(event.key)) return event.key.toLowerCase();
  const place = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code);
  return place ? place[1].toLowerCase() : "";
}

const STORED = "plenary-single-keys";
const toggle = document.querySelector("[data-keys-switch]");
const isOn = () => localStorage.getItem(STORED) !== "off";

if (toggle) {
  toggle.checked = isOn();
  toggle.closest("label").hidden = false;
  toggle.addEventListener("change", () => localStorage.setItem(STORED, toggle.checked ? "on" : "off"));
}

function press(element) {
  if (element.type === "radio") {
    // A choice that may be left out is taken back by the same key.
    element.checked = element.required || !element.checked;
    element.focus();
    element.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  element.click();
}

function whileTyping(event) {
  if (event.key === "Escape") event.target.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest(TYPED_IN)) {
    whileTyping(event);
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const key = keyOf(event);
  if (!key || (key !== "?" && !isOn())) return;
  const pressed = document.querySelector(`[data-key="${key}"]`);
  const found = pressed || document.querySelector(`[data-key-focus="${key}"]`);
  if (!found) return;
  event.preventDefault();
  if (pressed) press(pressed);
  else found.focus();
});
