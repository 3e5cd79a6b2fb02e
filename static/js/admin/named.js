// The chooser that Django draws over a long list of things has no name of its own: it is given its field's.
function nameOf(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const cell = select.closest("td");
  const column = cell && cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
  const words = label || column;
  return words ? words.textContent.trim().replace(/\s+/g, " ") : "";
}

function nameChoosers() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const drawn = select.nextElementSibling;
    const name = nameOf(select);
    if (!drawn || !name) continue;
    for (const part of drawn.querySelectorAll(".select2-selection, .select2-selection__rendered")) {
      part.setAttribute("aria-label", name);
      if (part.matches(".select2-selection")) part.removeAttribute("aria-labelledby");
    }
    const chosen = drawn.querySelector(".select2-selection__rendered");
    drawn.querySelector(".select2-selection").setAttribute("aria-describedby", chosen.id);
  }
}

// They are drawn by another script, now or when a line is added to a table.
nameChoosers();
new MutationObserver(nameChoosers).observe(document.body, { childList: true, subtree: true });
