// Where things stand: the numbers that the server writes on a card become places; a style sheet does the rest.
const DAY = 24 * 60;
const SHORT = 20;
// How many pixels a minute has: a day with short sessions is drawn higher, so that each can be hit and read.
const MINUTE = { least: 1.15, most: 2.3, card: 22.5 };
const NUMBERS = ["begins", "ends", "first", "span", "lane", "lanes", "strips"];

export const grid = (board) => board.querySelector("[data-grid]");
export const area = (board) => board.querySelector("[data-area]");
export const rooms = (board) => [...board.querySelectorAll(".board-rooms [data-room]")];
export const cardOf = (board, session) => board.querySelector(`.board-card[data-session="${session}"]:not([aria-hidden])`);
export const placesOf = (board, session) => board.querySelectorAll(`.board-card[data-session="${session}"]`);

export function place(element, numbers) {
  for (const [name, value] of Object.entries(numbers)) element.style.setProperty(`--${name}`, value);
}

function scaleOf(frame) {
  const lengths = [...frame.querySelectorAll(".board-card")].map(({ dataset }) => dataset.ends - dataset.begins);
  return Math.min(MINUTE.most, Math.max(MINUTE.least, MINUTE.card / Math.min(...lengths)));
}

export function layOut(board) {
  const frame = grid(board);
  place(board, { minute: `${scaleOf(frame)}px` });
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
