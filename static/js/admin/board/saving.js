// Sends what was done and shows the board as the server has it then; what is refused is said, and nothing stays moved.
import { filter } from "./filter.js";
import { cardOf, layOut } from "./layout.js";

let busy = false;
export const isBusy = () => busy;

export function say(board, text) {
  board.querySelector("[data-live]").textContent = text;
}

function tell(board, { said = "", refused = "", link = null }) {
  const box = board.querySelector("[data-said]");
  box.hidden = !(said || refused);
  box.classList.toggle("is-refused", Boolean(refused));
  const [told, wrong] = [box.querySelector("[data-told]"), box.querySelector("[data-refused]")];
  told.textContent = said;
  wrong.textContent = refused;
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = link.url;
  anchor.textContent = link.text;
  (refused ? wrong : told).append(" ", anchor);
}

function body(board, fields) {
  const data = new FormData();
  for (const hidden of board.querySelectorAll(":scope > input[type=hidden]")) data.append(hidden.name, hidden.value);
  const frame = board.querySelector("[data-grid]");
  data.append("shown", frame.dataset.day);
  if ("wholeDay" in frame.dataset) data.append("whole_day", "on");
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) data.append(name, each);
  return data;
}

// Parts that a save renews; the keyboard stays on the card, or goes to the day on which it is now.
function renew(board, parts, { session, day }) {
  for (const [name, html] of Object.entries(parts)) board.querySelector(`[data-part="${name}"]`).innerHTML = html;
  layOut(board);
  filter(board);
  const face = session && cardOf(board, session)?.querySelector("button.board-face");
  // The parking lot is always in view; a browser would go to the end of the page for it.
  (face ?? board.querySelector(`.board-days [data-day="${day}"]`) ?? board.querySelector("[data-grid]")).focus({
    preventScroll: !face || Boolean(face.closest("[data-parked]")),
  });
}

async function ask(board, url, fields) {
  const response = await fetch(url, { method: "POST", body: body(board, fields), headers: { Accept: "application/json" } });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) throw new Error(String(response.status));
  return { isDone: response.ok, told: await response.json() };
}

// Gives what the server said, or nothing where it could not be asked. ``before``: the version that was seen.
export async function save(board, url, fields, { session, day, before, isQuiet = false, forgets = false }) {
  if (busy) return null;
  busy = true;
  board.setAttribute("aria-busy", "true");
  try {
    const { isDone, told } = await ask(board, url, fields);
    if (told.parts) renew(board, told.parts, { session: session ?? told.session, day });
    if (isDone && told.undo && !forgets) {
      board.dispatchEvent(new CustomEvent("board:saved", { detail: { ...told.undo, before } }));
    }
    if (isDone || !isQuiet) tell(board, told);
    return { isDone, ...told };
  } catch {
    tell(board, { refused: board.dataset.wordsLost });
    return null;
  } finally {
    busy = false;
    board.removeAttribute("aria-busy");
  }
}

export function watchSaid(board) {
  board.querySelector("[data-dismiss]").addEventListener("click", () => {
    tell(board, {});
    board.querySelector("[data-grid]").focus({ preventScroll: true });
  });
}
