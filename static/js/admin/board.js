// The board: lays the cards out, and joins the gestures of mouse and keyboard to the saves.
import { watchFilter } from "./board/filter.js";
import { watchKeys, watchWalking } from "./board/keys.js";
import { layOut } from "./board/layout.js";
import { watchMenu } from "./board/menu.js";
import { watchMouse } from "./board/mouse.js";
import { watchNew } from "./board/new.js";
import { watchSaid } from "./board/saving.js";
import { watchUndo } from "./board/undo.js";

const board = document.querySelector("[data-board]");

layOut(board);
watchMenu(board);
watchFilter(board);
watchWalking(board);
if (board.dataset.move) {
  watchSaid(board);
  watchUndo(board);
  watchNew(board);
  watchMouse(board);
  watchKeys(board);
}
