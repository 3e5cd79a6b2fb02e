// Each gesture by key: a card in focus is taken up by the space bar, moved by arrows, saved by Enter, put back by Escape.
import { grid, rooms } from "./layout.js";
import { isBusy, say } from "./saving.js";
import { aim, announce, fromParkingLot, inWords, isTaken, origin, put, putBack, STEP, take, target } from "./taken.js";

const HOUR = 60;

// Minutes of the day shown, and as far beyond midnight as it is drawn.
function shifted(board, to, by) {
  const { from, until } = grid(board).dataset;
  const within = to.begins + by >= Number(from) && to.ends + by <= Number(until);
  return within ? { ...to, begins: to.begins + by, ends: to.ends + by } : null;
}

function resized(board, to, by) {
  const ends = to.ends + by;
  return ends > to.begins && ends <= Number(grid(board).dataset.until) ? { ...to, ends } : null;
}

// What is held in several rooms goes on together; what is for the whole conference stays across all.
function toRoom(board, to, by) {
  const ids = rooms(board).map((each) => each.dataset.room);
  const held = to.rooms.length ? to.rooms : [""];
  const columns = held.map((room) => ids.indexOf(room) + by);
  if (to.isWhole || columns.some((column) => column < 0 || column >= ids.length)) return null;
  return { ...to, rooms: columns.map((column) => ids[column]).filter(Boolean) };
}

function toDay(board, to, by) {
  const days = [...board.querySelectorAll(".board-days [data-day]")].map((each) => each.dataset.day);
  const day = days[days.indexOf(to.day) + by];
  return day ? { ...to, day } : null;
}

const MOVES = {
  ArrowUp: (board, to, event) => {
    if (event.shiftKey) return resized(board, to, -STEP);
    return shifted(board, to, event.ctrlKey ? -HOUR : -STEP);
  },
  ArrowDown: (board, to, event) => {
    if (event.shiftKey) return resized(board, to, STEP);
    return shifted(board, to, event.ctrlKey ? HOUR : STEP);
  },
  ArrowLeft: (board, to) => toRoom(board, to, -1),
  ArrowRight: (board, to) => toRoom(board, to, 1),
  PageUp: (board, to) => toDay(board, to, -1),
  PageDown: (board, to) => toDay(board, to, 1),
};

function moved(board, event) {
  if (event.key.toLowerCase() === "p") return { ...origin(), isParked: true };
  if (target().isParked) {
    if (!origin().isParked) return { ...origin() };
    return fromParkingLot(board);
  }
  return MOVES[event.key](board, target(), event);
}

function keyWhileTaken(board, event) {
  if (event.key === "Tab") return;
  event.preventDefault();
  if (isBusy()) return;
  if (event.key === "Escape") return putBack(board);
  if (event.key === "Enter" || event.key === " ") return event.repeat || put(board);
  if (!(event.key in MOVES) && event.key.toLowerCase() !== "p") return;
  const to = moved(board, event);
  if (!to) return say(board, board.dataset.wordsEdge);
  aim(board, to);
  board.querySelector(".board-shadow")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(board, inWords(board, to));
}

const gap = (low, high, from, to) => Math.max(0, low - to, from - high);

// From card to card: what lies that way, nearest across before nearest along.
function neighbour(board, card, key) {
  const here = card.getBoundingClientRect();
  const isDown = key === "ArrowDown" || key === "ArrowUp";
  const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
  const scored = [...board.querySelectorAll(".board-area .board-card:not([aria-hidden])")].map((other) => {
    const there = other.getBoundingClientRect();
    const along = sign * (isDown ? there.top - here.top : there.left - here.left);
    const across = isDown
      ? gap(there.left, there.right, here.left, here.right)
      : gap(there.top, there.bottom, here.top, here.bottom);
    return { other, along, score: along + across * 3 };
  });
  const ahead = scored.filter(({ along }) => along > 1).sort((a, b) => a.score - b.score);
  return ahead[0]?.other.querySelector("button.board-face");
}

function walk(board, event) {
  const card = event.target.closest(".board-area .board-card > button.board-face")?.parentElement;
  if (!card || !/^Arrow(Up|Down|Left|Right)$/.test(event.key) || event.shiftKey || event.ctrlKey || event.altKey) return;
  const next = neighbour(board, card, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// Whoever only reads goes from card to card by arrows as well.
export function watchWalking(board) {
  board.addEventListener("keydown", (event) => isTaken() || walk(board, event));
}

export function watchKeys(board) {
  const taker = (event) => event.target.closest?.("[data-moves] > button.board-face");
  board.addEventListener("keydown", (event) => {
    if (isTaken()) return keyWhileTaken(board, event);
    const face = taker(event);
    if (event.key !== " " || !face) return;
    event.preventDefault();
    if (event.repeat || isBusy()) return;
    take(board, face.parentElement);
    announce(board);
  });
  // The space bar presses a button when it is let go.
  board.addEventListener("keyup", (event) => {
    if (event.key === " " && taker(event)) event.preventDefault();
  });
  board.addEventListener("focusout", () => {
    if (isTaken() && !isBusy() && !board.classList.contains("is-dragging")) putBack(board);
  });
}
