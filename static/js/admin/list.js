// On a phone the rows of a list are cards: each cell is given its column's name, which the style sheet then shows, and an empty one is known.
const table = document.querySelector("#result_list");

if (table) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.replace(/[↑↓×\d]/g, "").trim());
  for (const row of table.tBodies[0].rows) {
    [...row.cells].forEach((cell, index) => {
      if (cell.tagName === "TD" && names[index] && !cell.classList.contains("action-checkbox")) {
        cell.dataset.label = names[index];
        if (cell.textContent.trim() === "–") cell.dataset.nothing = "";
      }
    });
  }
}
