// A new session: title and type, where it was drawn; its own form asks for the rest.
import { clock, grid, moment, rooms } from "./layout.js";
import { save } from "./saving.js";
import { freeFrom } from "./taken.js";

const DAY = 24 * 60;
const AFTER_MIDNIGHT = 6 * 60;
const dialog = document.querySelector("#board-new");
const form = dialog?.querySelector("[data-new-form]");
let isOfTheNight = false;

const minuteOf = (text) => text.split(":").reduce((hours, minutes) => Number(hours) * 60 + Number(minutes));

export function openNew(board, { begins, ends, rooms: wanted }) {
  form.elements.title.value = "";
  form.elements.from.value = clock(begins);
  form.elements.until.value = clock(ends);
  form.elements.rooms.value = wanted[0] ?? "";
  isOfTheNight = begins >= DAY;
  refuse("");
  dialog.showModal();
  form.elements.title.focus();
}

function refuse(text) {
  const line = form.querySelector("[data-new-refused]");
  line.textContent = text;
  line.hidden = !text;
}

// An end before six that is earlier than the beginning is after midnight; so is a beginning that was drawn there.
function fields(board) {
  const { title, type, from, until, rooms: room } = form.elements;
  const [begin, end] = [minuteOf(from.value), minuteOf(until.value)];
  const isNight = isOfTheNight && begin < AFTER_MIDNIGHT;
  const begins = isNight ? begin + DAY : begin;
  const ends = isNight || (end < begin && end < AFTER_MIDNIGHT) ? end + DAY : end;
  const { day } = grid(board).dataset;
  return {
    title: title.value,
    type: type.value,
    begins: moment(day, begins),
    ends: moment(day, ends),
    rooms: room.value ? [room.value] : [],
  };
}

async function create(board, goesOn) {
  const { day } = grid(board).dataset;
  const answer = await save(board, board.dataset.create, fields(board), { day, isQuiet: true });
  if (!answer?.isDone) return refuse(answer?.refused ?? board.dataset.wordsLost);
  dialog.close();
  if (goesOn) window.location.assign(answer.link.url);
  else board.querySelector(`.board-card[data-session="${answer.session}"] button`)?.focus();
}

export function watchNew(board) {
  document.querySelector("[data-new]").addEventListener("click", () => {
    const room = rooms(board)[0].dataset.room;
    const minutes = Number(form.dataset.minutes);
    const begins = freeFrom(board, room, minutes);
    openNew(board, { begins, ends: begins + minutes, rooms: [room] });
  });
  form.addEventListener("submit", (event) => {
    const wanted = event.submitter?.value ?? "board";
    if (wanted === "none") return;
    event.preventDefault();
    create(board, wanted === "form");
  });
  const keys = document.querySelector("#board-keys");
  document.querySelector("[data-shows=board-keys]").addEventListener("click", () => keys.showModal());
}
