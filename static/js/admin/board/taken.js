// A session that is taken up: where it was, where it would be, and how that looks and reads until it is saved.
import { area, cardOf, grid, moment, place, placesOf, rooms, times } from "./layout.js";
import { save, say } from "./saving.js";

export const STEP = 5;
const MORNING = 9 * 60;
let taken = null;

export const isTaken = () => taken !== null;
export const target = () => taken.to;
export const origin = () => taken.from;
const days = (board) => [...board.querySelectorAll(".board-days [data-day]")];
export const roomsOf = (card) => card.dataset.rooms.split(" ").filter(Boolean);

function isFree(board, room, begins, ends) {
  return ![...board.querySelectorAll(".board-area .board-card:not(.is-cancelled)")].some((card) => {
    const { dataset } = card;
    return begins < Number(dataset.ends) && Number(dataset.begins) < ends && roomsOf(card).includes(room);
  });
}

// From nine on, the first time at which nothing else is held in the room; nine where there is none.
export function freeFrom(board, room, minutes) {
  const until = Number(grid(board).dataset.until);
  for (let begins = MORNING; begins + minutes <= until; begins += STEP) {
    if (isFree(board, room, begins, begins + minutes)) return begins;
  }
  return MORNING;
}

export function take(board, card) {
  const { session, version, begins, ends } = card.dataset;
  const title = card.querySelector(".board-name").textContent;
  const isParked = Boolean(card.closest("[data-parked]"));
  const from = {
    day: grid(board).dataset.day,
    begins: Number(begins),
    ends: Number(ends),
    rooms: roomsOf(card),
    isParked,
    isWhole: card.classList.contains("is-whole"),
  };
  taken = { session, version, title, from, to: { ...from } };
  for (const each of placesOf(board, session)) each.classList.add("is-taken");
  board.classList.add("has-taken");
}

// On the board, of a session that waits: in the room it was in, else the first, at a free time.
export function fromParkingLot(board) {
  const { from } = taken;
  const first = from.rooms[0] ?? rooms(board)[0].dataset.room;
  const begins = freeFrom(board, first, from.ends - from.begins);
  return { ...from, isParked: false, begins, ends: begins + from.ends - from.begins, rooms: first ? [first] : [] };
}

export function nameOfRooms(board, wanted) {
  const names = rooms(board).filter((each) => each.dataset.room && wanted.includes(each.dataset.room));
  return names.map((each) => each.dataset.name).join(", ") || board.dataset.wordsNoRoom;
}

export function inWords(board, to) {
  const { dataset } = board;
  if (to.isParked) return dataset.wordsParked;
  const day = days(board).find((each) => each.dataset.day === to.day);
  const words = to.day === grid(board).dataset.day ? dataset.wordsAt : dataset.wordsOn;
  return words
    .replace("{day}", day?.dataset.name ?? to.day)
    .replace("{times}", times(to.begins, to.ends))
    .replace("{rooms}", nameOfRooms(board, to.rooms));
}

function* runs(columns) {
  let run = null;
  for (const column of columns) {
    if (run && column === run.first + run.span) run.span += 1;
    else {
      if (run) yield run;
      run = { first: column, span: 1 };
    }
  }
  if (run) yield run;
}

function columnsOf(board, to) {
  const all = rooms(board).map((each, column) => ({ room: each.dataset.room, column }));
  if (to.isWhole) return all.map((each) => each.column);
  const wanted = to.rooms.length ? to.rooms : [""];
  return all.filter((each) => wanted.includes(each.room)).map((each) => each.column);
}

export function clearShadows(board) {
  for (const each of board.querySelectorAll(".board-shadow")) each.remove();
  for (const each of board.querySelectorAll(".is-target")) each.classList.remove("is-target");
}

// What would be, where it would be; a day that is not shown and the parking lot are marked themselves.
export function showShadow(board, to, text) {
  clearShadows(board);
  if (to.isParked) return board.querySelector("[data-parked]").classList.add("is-target");
  if (to.day !== grid(board).dataset.day) {
    return days(board).find((each) => each.dataset.day === to.day)?.classList.add("is-target");
  }
  for (const run of runs(columnsOf(board, to))) {
    const shadow = document.createElement("div");
    shadow.className = "board-shadow";
    shadow.setAttribute("aria-hidden", "true");
    shadow.textContent = `${times(to.begins, to.ends)} ${text}`;
    place(shadow, { ...run, begins: to.begins, ends: to.ends, lane: 0, lanes: 1, strips: 0 });
    area(board).append(shadow);
  }
}

export function aim(board, to) {
  taken.to = to;
  for (const each of placesOf(board, taken.session)) each.classList.add("is-away");
  showShadow(board, to, taken.title);
}

function letGo(board) {
  clearShadows(board);
  for (const each of placesOf(board, taken.session)) each.classList.remove("is-taken", "is-away");
  board.classList.remove("has-taken");
  const was = taken;
  taken = null;
  return was;
}

export function putBack(board) {
  const { title } = letGo(board);
  say(board, board.dataset.wordsBack.replace("{title}", title));
}

const sent = (place, prefix = "") => ({
  [`${prefix}begins`]: place.isParked ? "" : moment(place.day, place.begins),
  [`${prefix}ends`]: place.isParked ? "" : moment(place.day, place.ends),
  [`${prefix}rooms`]: place.rooms,
});

// Saves what is taken up where it is now; nothing is sent for what stands where it stood.
export async function put(board) {
  const { session, version, from, to } = taken;
  const isSame = JSON.stringify(from) === JSON.stringify(to);
  if (isSame) return putBack(board);
  const fields = { session, version, ...sent(to), ...sent(from, "seen_") };
  await save(board, board.dataset.move, fields, { session, before: Number(version), day: to.day });
  if (taken?.session === session) letGo(board);
}

export function announce(board) {
  const { dataset } = board;
  say(board, dataset.wordsTaken.replace("{title}", taken.title).replace("{place}", inWords(board, taken.to)));
}

export const focusOn = (board, session) => cardOf(board, session)?.querySelector("button.board-face")?.focus();
