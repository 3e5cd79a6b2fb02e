// Steps of this window that can be taken back, the last one first. Each names the version that it made: when somebody
// has changed the session since, the server refuses.
import { isBusy, save } from "./saving.js";
import { isTaken } from "./taken.js";

const MOST = 50;
const button = document.querySelector("[data-undo]");
const keyOf = (board) => `plenary-board-${board.querySelector("[name=_conference]").value}`;
const stepsOf = (board) => JSON.parse(sessionStorage.getItem(keyOf(board)) ?? "[]");

function keep(board, steps) {
  sessionStorage.setItem(keyOf(board), JSON.stringify(steps.slice(-MOST)));
  button.disabled = steps.length === 0;
  button.textContent = steps.length > 1 ? `${button.dataset.words} (${steps.length})` : button.dataset.words;
}

// The step before left the version that this one began with, or somebody else stood between: then it stays stale.
function follow(steps, undone, version) {
  for (const step of steps) {
    if (step.fields.session === undone.fields.session && step.fields.version === undone.before) step.fields.version = version;
  }
}

async function undo(board) {
  const steps = stepsOf(board);
  const last = steps.pop();
  if (!last || isBusy() || isTaken()) return;
  const { session, begins } = last.fields;
  const about = { session, day: begins ? begins.slice(0, 10) : "", forgets: true };
  const answer = await save(board, last.url, { ...last.fields, undo: "on" }, about);
  if (!answer) return;
  if (answer.isDone && answer.version) follow(steps, last, answer.version);
  keep(board, steps);
}

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

export function watchUndo(board) {
  keep(board, stepsOf(board));
  board.addEventListener("board:saved", (event) => keep(board, [...stepsOf(board), event.detail]));
  button.addEventListener("click", () => undo(board));
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    undo(board);
  });
}
