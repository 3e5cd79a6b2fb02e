// Drag to another room, time or day and into the parking lot; the lower edge for the length; empty hours for a new one.
import { area, grid, rooms } from "./layout.js";
import { openNew } from "./new.js";
import { isBusy } from "./saving.js";
import { aim, clearShadows, fromParkingLot, isTaken, origin, put, putBack, showShadow, STEP, take } from "./taken.js";

const NEAR = 4;
const SHORTEST = 10;
const SCROLL = { edge: 40, step: 14 };
let gesture = null;

const snapped = (minute) => Math.round(minute / STEP) * STEP;

// Minute and column under the pointer; nothing outside of the hours drawn.
function at(board, event, { isInside = true } = {}) {
  const box = area(board).getBoundingClientRect();
  const { from, until } = grid(board).dataset;
  const minute = Number(from) + ((event.clientY - box.top) / box.height) * (until - from);
  const column = Math.floor(((event.clientX - box.left) / box.width) * rooms(board).length);
  const outside = event.clientX < box.left || event.clientX >= box.right || minute < from || minute > until;
  return isInside && outside ? null : { minute, column };
}

function within(board, to) {
  const { from, until } = grid(board).dataset;
  const length = to.ends - to.begins;
  const begins = Math.max(Number(from), Math.min(to.begins, until - length));
  return { ...to, begins, ends: begins + length };
}

function roomsAfter(board, columnsOn) {
  const ids = rooms(board).map((each) => each.dataset.room);
  const from = origin();
  if (from.isWhole) return from.rooms;
  if (from.isParked || from.rooms.length < 2) return [ids[columnsOn.now]].filter(Boolean);
  const columns = from.rooms.map((room) => ids.indexOf(room));
  const by = Math.max(-Math.min(...columns), Math.min(columnsOn.now - columnsOn.first, ids.length - 1 - Math.max(...columns)));
  return columns.map((column) => ids[column + by]).filter(Boolean);
}

function dragged(board, event) {
  const from = origin();
  const over = document.elementFromPoint(event.clientX, event.clientY);
  if (over?.closest("[data-parked]")) return { ...from, isParked: true };
  const day = over?.closest(".board-days [data-day]")?.dataset.day;
  if (day) return { ...(from.isParked ? fromParkingLot(board) : from), day };
  const spot = at(board, event);
  if (!spot) return null;
  const begins = snapped(spot.minute - gesture.within);
  const length = from.ends - from.begins;
  const to = { ...from, isParked: false, begins, ends: begins + length };
  return within(board, { ...to, rooms: roomsAfter(board, { first: gesture.column, now: spot.column }) });
}

function stretched(board, event) {
  const { minute } = at(board, event, { isInside: false });
  const from = origin();
  const ends = Math.min(Number(grid(board).dataset.until), Math.max(from.begins + STEP, snapped(minute)));
  return { ...from, ends };
}

function drawn(board, event) {
  const { minute } = at(board, event, { isInside: false });
  const [first, second] = [gesture.minute, snapped(minute)].sort((a, b) => a - b);
  const { from, until } = grid(board).dataset;
  return {
    day: grid(board).dataset.day,
    begins: Math.max(Number(from), first),
    ends: Math.min(Number(until), second),
    rooms: [rooms(board)[gesture.column].dataset.room].filter(Boolean),
  };
}

function begin(board, event) {
  const card = event.target.closest(".board-card");
  const spot = at(board, event, { isInside: false });
  const start = { x: event.clientX, y: event.clientY, column: spot.column };
  if (event.target.closest("[data-handle]")) return { ...start, kind: "length", card };
  if (card?.matches("[data-moves]")) {
    const minute = card.closest("[data-parked]") ? 0 : spot.minute - card.dataset.begins;
    return { ...start, kind: "drag", card, within: minute };
  }
  const isEmpty = !card && event.target.closest("[data-area]");
  return isEmpty ? { ...start, kind: "draw", minute: Math.floor(spot.minute / STEP) * STEP } : null;
}

function go(board, event) {
  if (!gesture.isUnderWay) {
    if (Math.hypot(event.clientX - gesture.x, event.clientY - gesture.y) < NEAR) return;
    gesture.isUnderWay = true;
    board.classList.add("is-dragging");
    if (gesture.card) take(board, gesture.card);
  }
  if (gesture.kind === "draw") {
    gesture.to = drawn(board, event);
    showShadow(board, gesture.to, "");
  } else {
    gesture.to = gesture.kind === "length" ? stretched(board, event) : dragged(board, event);
    aim(board, gesture.to ?? origin());
  }
  scroll(event);
}

// Towards an edge the page goes along; whoever comes from the parking lot only passes it.
function scroll(event) {
  const foot = document.querySelector(".board-foot").getBoundingClientRect().top;
  const isAtFoot = event.clientY > foot - SCROLL.edge && event.clientY < foot;
  if (isAtFoot && event.movementY > 0) window.scrollBy(0, SCROLL.step);
  if (event.clientY < SCROLL.edge * 3 && event.movementY < 0) window.scrollBy(0, -SCROLL.step);
}

function end(board, { isDropped }) {
  const { kind, to, isUnderWay } = gesture;
  gesture = null;
  if (!isUnderWay) return;
  // What was dragged is not pressed as well.
  const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
  if (kind === "draw") {
    clearShadows(board);
    if (isDropped && to && to.ends - to.begins >= SHORTEST) openNew(board, to);
  } else if (isTaken()) {
    if (isDropped && to) put(board);
    else putBack(board);
  }
  board.classList.remove("is-dragging");
}

export function watchMouse(board) {
  board.addEventListener("pointerdown", (event) => {
    // A finger scrolls; what it taps opens, with the ways to the forms.
    if (event.button !== 0 || event.pointerType === "touch" || isBusy() || isTaken()) return;
    gesture = begin(board, event);
  });
  document.addEventListener("pointermove", (event) => gesture && go(board, event));
  document.addEventListener("pointerup", () => gesture && end(board, { isDropped: true }));
  document.addEventListener("pointercancel", () => gesture && end(board, { isDropped: false }));
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !gesture?.isUnderWay) return;
      event.stopPropagation();
      end(board, { isDropped: false });
    },
    true,
  );
  // Links and pictures would be dragged by the browser itself.
  board.addEventListener("dragstart", (event) => event.preventDefault());
}
