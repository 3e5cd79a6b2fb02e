// Where things stand: the numbers that the server writes on a card become places; a style sheet does the rest.
const DAY = 24 * 60;
const SHORT = 20;
const NUMBERS = ["begins", "ends", "first", "span", "lane", "lanes"];

export const grid = (board) => board.querySelector("[data-grid]");
export const area = (board) => board.querySelector("[data-area]");
export const rooms = (board) => [...board.querySelectorAll(".board-rooms [data-room]")];
export const cardOf = (board, session) => board.querySelector(`.board-card[data-session="${session}"]:not([aria-hidden])`);
export const placesOf = (board, session) => board.querySelectorAll(`.board-card[data-session="${session}"]`);

export function place(element, numbers) {
  for (const [name, value] of Object.entries(numbers)) element.style.setProperty(`--${name}`, value);
}

export function layOut(board) {
  const frame = grid(board);
  place(board, { columns: frame.dataset.columns, from: frame.dataset.from, until: frame.dataset.until });
  for (const line of frame.querySelectorAll("[data-minute]")) place(line, { at: line.dataset.minute });
  for (const card of frame.querySelectorAll(".board-card")) {
    place(card, Object.fromEntries(NUMBERS.map((name) => [name, card.dataset[name]])));
    card.classList.toggle("is-short", card.dataset.ends - card.dataset.begins <= SHORT);
  }
}

// “09:05”, whichever day it is on.
export function clock(minute) {
  const within = ((minute % DAY) + DAY) % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

export const times = (begins, ends) => `${clock(begins)}–${clock(ends)}`;

// “2019-06-20T09:05” as clocks at the venue show it; a minute beyond midnight is on the day that follows.
export function moment(day, minute) {
  const midnight = new Date(`${day}T00:00:00Z`).getTime();
  return new Date(midnight + minute * 60_000).toISOString().slice(0, 16);
}

// A menu opens beside its card where there is room for it.
export function watchMenus(board) {
  board.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      if (event.newState !== "open" || !menu.matches(".board-menu")) return;
      const card = menu.parentElement.getBoundingClientRect();
      const { width, height } = menu.getBoundingClientRect();
      const beside = card.right + width + 8 < window.innerWidth ? card.right + 4 : card.left - width - 4;
      if (beside < 0) return;
      const top = Math.max(56, Math.min(card.top, window.innerHeight - height - 8));
      place(menu, { "menu-left": `${beside}px`, "menu-top": `${top}px` });
      menu.classList.add("is-near");
    },
    true,
  );
}
