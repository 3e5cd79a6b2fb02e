// What opens on a card: its words in full, its conflicts, and the ways to its forms.
import { place } from "./layout.js";

const GAP = 8;
const UNDER_THE_BAR = 56;
const menu = document.querySelector("#board-menu");
const part = (name) => menu.querySelector(`[data-${name}]`);
const addresses = new Map([...menu.querySelectorAll(".board-ways a")].map((link) => [link, link.getAttribute("href")]));

function fill(card) {
  const said = (selector) => card.querySelector(selector)?.textContent.trim() ?? "";
  part("kind").textContent = said("[data-kind]");
  part("title").textContent = said(".board-name");
  part("facts").textContent = `${said("[data-times]")} · ${said("[data-where]")}`;
  const conflicts = [...card.querySelectorAll(".board-conflict")].map((each) => {
    const line = document.createElement("li");
    line.className = [...each.classList].find((name) => name.startsWith("text-")) ?? "";
    line.textContent = each.textContent;
    return line;
  });
  part("conflicts").replaceChildren(...conflicts);
  part("troubled").hidden = conflicts.length === 0;
  for (const [link, address] of addresses) link.href = address.replace(menu.dataset.nobody, card.dataset.session);
  const changesPlaces = "moves" in card.dataset && !card.closest("[data-parked]");
  if (part("of-moving")) part("of-moving").hidden = !changesPlaces;
}

// Beside the card where there is room for it, else in the middle.
function putBeside(card) {
  const box = card.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const left = box.right + width + GAP < window.innerWidth ? box.right + GAP / 2 : box.left - width - GAP / 2;
  menu.classList.toggle("is-near", left >= 0);
  const top = Math.max(UNDER_THE_BAR, Math.min(box.top, window.innerHeight - height - GAP));
  place(menu, { "menu-left": `${left}px`, "menu-top": `${top}px` });
}

export function watchMenu(board) {
  board.addEventListener("click", (event) => {
    const card = event.target.closest("button.board-face")?.parentElement;
    if (!card) return;
    fill(card);
    menu.showPopover();
    putBeside(card);
    menu.focus();
  });
}
