// Ticks every row of a page at once, beside the list's own ticks. Without script there is no such box.
const all = document.querySelector("#action-toggle");
const boxes = [...document.querySelectorAll("#result_list .action-select")];

function tell() {
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (all && boxes.length > 1) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
