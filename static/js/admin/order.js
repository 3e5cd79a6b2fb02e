// Rows dragged to another place; the buttons beside them do the same without a mouse and without scripts.
for (const form of document.querySelectorAll("form[data-ordered]")) {
  const body = form.querySelector("tbody");
  let dragged = null;

  for (const row of body.rows) {
    if (!row.querySelector("[name=move]")) continue;
    row.draggable = true;
    row.classList.add("is-draggable");
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.id);
      row.classList.add("is-dragged");
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      const order = [...body.rows].map((each) => each.dataset.id).join(",");
      if (order !== form.elements.seen.value) {
        form.elements.order.value = order;
        form.submit();
      }
    });
  }

  body.addEventListener("dragover", (event) => {
    const over = event.target.closest("tr");
    if (!dragged || !over || over === dragged || over.parentNode !== body) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
}
